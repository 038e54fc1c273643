package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random histories keep the rules of delivery (SPEC D7-D12, C5, P-C1..P-C4). */
class DeliveryHistoryTest {

    @Test
    void keepsTheRulesThroughRandomHistories() {
        live(1, 60);
    }

    @Test
    @Tag("long")
    void keepsTheRulesThroughThousandsOfRandomHistories() {
        live(
                Long.getLong("history.seed", System.nanoTime()),
                Integer.getInteger("history.seeds", 4_000));
    }

    private static void live(long from, int seeds) {
        var broken = new ArrayList<String>();
        for (var seed = from; seed < from + seeds; seed++) {
            var history = new DeliveryHistory(seed);
            try {
                history.live(60 + (int) Math.floorMod(seed, 60L));
            } catch (AssertionError | RuntimeException e) {
                broken.add("seed %d: %s%n%s".formatted(seed, e, end(history.story())));
            }
        }
        assertThat(broken).isEmpty();
    }

    private static String end(List<String> story) {
        var telling = story.stream().filter(it -> !it.contains("nothing to ")).toList();
        return telling.stream()
                .skip(Math.max(0, telling.size() - 120))
                .collect(Collectors.joining("\n"));
    }
}
