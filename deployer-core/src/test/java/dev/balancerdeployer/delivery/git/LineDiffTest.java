package dev.balancerdeployer.delivery.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.diff.RawText;
import org.junit.jupiter.api.Test;

class LineDiffTest {

    @Test
    void itsEditsMakeOneTextOfTheOther() {
        var seed = 1_125L;
        var random = new Random(seed);
        for (var round = 0; round < 60; round++) {
            var lines = random.nextInt(6_000);
            var words = 1 + random.nextInt(round % 3 == 0 ? 10 : 20_000);
            var before = lines(random, lines, words);
            var after = changed(random, before, words);

            assertThat(rebuilt(join(before, random), join(after, random)))
                    .as("seed %d, round %d", seed, round)
                    .isTrue();
        }
    }

    @Test
    void findsSmallChangesInLongTexts() {
        var before = new ArrayList<String>();
        for (var i = 0; i < 10_000; i++) {
            before.add("server web-%d 192.0.2.1:80 check".formatted(i));
            before.add("");
        }
        var after = new ArrayList<>(before);
        after.set(5_000, "server new 192.0.2.1:80 check");
        after.remove(12_000);
        after.add(17_001, "");

        var edits = LineDiff.edits(text(String.join("\n", before)), text(String.join("\n", after)));

        assertThat(edits).hasSize(3);
        assertThat(edits.stream().mapToInt(it -> it.getLengthA() + it.getLengthB()).sum())
                .isEqualTo(4);
    }

    private static boolean rebuilt(String before, String after) {
        var a = text(before);
        var b = text(after);
        var result = new StringBuilder();
        var at = 0;
        for (var edit : LineDiff.edits(a, b)) {
            result.append(a.getString(at, edit.getBeginA(), false));
            result.append(b.getString(edit.getBeginB(), edit.getEndB(), false));
            at = edit.getEndA();
        }
        result.append(a.getString(at, a.size(), false));
        return result.toString().equals(after);
    }

    private static List<String> lines(Random random, int count, int words) {
        var lines = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            lines.add("w" + random.nextInt(words));
        }
        return lines;
    }

    private static List<String> changed(Random random, List<String> before, int words) {
        var after = new ArrayList<>(before);
        for (var i = random.nextInt(300); i > 0; i--) {
            var at = random.nextInt(after.size() + 1);
            if (random.nextBoolean() || at == after.size()) {
                after.add(at, "w" + random.nextInt(words));
            } else {
                after.remove(at);
            }
        }
        if (after.size() > 100 && random.nextBoolean()) {
            var moved = new ArrayList<>(after.subList(10, 80));
            after.subList(10, 80).clear();
            after.addAll(moved);
        }
        return after;
    }

    private static String join(List<String> lines, Random random) {
        return String.join("\n", lines) + (random.nextBoolean() ? "\n" : "");
    }

    private static RawText text(String text) {
        return new RawText(text.getBytes(StandardCharsets.UTF_8));
    }
}
