package dev.balancerdeployer.delivery.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.ObjectPath;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GitTextDiffTest {

    private static final ObjectPath PATH = new ObjectPath("backends/web.yaml");

    private final GitTextDiff diff = new GitTextDiff();

    @Test
    void showsAChangeWithItsSurroundings() {
        var before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";

        assertThat(diff.unified(PATH, before, before.replace("5", "five")))
                .isEqualTo(
                        """
                        --- a/backends/web.yaml
                        +++ b/backends/web.yaml
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        """);
    }

    @Test
    void showsWhatComesAndGoes() {
        assertThat(diff.unified(PATH, null, "ä\n"))
                .isEqualTo("--- /dev/null\n+++ b/backends/web.yaml\n@@ -0,0 +1 @@\n+ä\n");
        assertThat(diff.unified(PATH, "a\n", null))
                .isEqualTo("--- a/backends/web.yaml\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n");
        assertThat(diff.unified(PATH, null, ""))
                .isEqualTo("--- /dev/null\n+++ b/backends/web.yaml\n");
    }

    @Test
    void saysWhenTheLastLineHasNoEnd() {
        assertThat(diff.unified(PATH, "a\n", "a"))
                .isEqualTo(
                        """
                        --- a/backends/web.yaml
                        +++ b/backends/web.yaml
                        @@ -1 +1 @@
                        -a
                        +a
                        \\ No newline at end of file
                        """);
    }

    @Test
    void isEmptyForEqualTexts() {
        assertThat(diff.unified(PATH, "a\n", "a\n")).isEmpty();
        assertThat(diff.unified(PATH, null, null)).isEmpty();
    }

    @Test
    void isQuickForTextsOfAnySize() {
        var same = "a\n".repeat(300_000);
        var other = "b\n".repeat(300_000);
        var numbers = numbers(0);

        assertThat(diff.unified(PATH, same, other)).hasSizeGreaterThan(1_000_000);
        assertThat(diff.unified(PATH, "a\nb\n".repeat(100_000), "b\na\na\n".repeat(70_000)))
                .isNotEmpty();
        assertThat(diff.unified(PATH, numbers, numbers(1))).isNotEmpty();
        assertThat(diff.unified(PATH, numbers, numbers.replace("77\n", "x\n"))).contains("-77\n");
    }

    private static String numbers(int start) {
        return IntStream.range(start, 60_000)
                .mapToObj(it -> it + "\n")
                .collect(Collectors.joining());
    }
}
