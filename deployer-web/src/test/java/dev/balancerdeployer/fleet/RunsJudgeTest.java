package dev.balancerdeployer.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullMarked
class RunsJudgeTest {

    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    private final RunsJudge judge =
            new RunsJudge(Duration.ofSeconds(2), Duration.ofSeconds(1), List.of());

    @Test
    void findsNothingInRunsAsTheyShouldBe() {
        assertThat(findings(run(1, 0, 0, 1, 1), run(2, 2, 5, 6, 2), run(3, 6, 7, 8, 3))).isEmpty();
    }

    @Test
    void findsAnInstantThatRanTwice() {
        assertThat(findings(run(1, 0, 0, 1, 1), run(2, 0, 1, 2, 2)))
                .singleElement()
                .asString()
                .startsWith("a scheduled instant twice");
    }

    @Test
    void findsInstantsThatNobodyRan() {
        var runs = List.of(run(1, 0, 0, 1, 1), run(2, 10, 10, 11, 2));

        assertThat(judge.findings(runs)).singleElement().asString().startsWith("fires left out");
        var outage = new RunsJudge.Outage(T.plusSeconds(1), T.plusSeconds(9));
        assertThat(
                        new RunsJudge(judge.period(), judge.slack(), List.of(outage))
                                .findings(runs))
                .isEmpty();
    }

    @Test
    void findsTwoRunsAtOnce() {
        assertThat(findings(run(1, 0, 0, 5, 1), run(2, 2, 3, 6, 2)))
                .singleElement()
                .asString()
                .startsWith("two at once");
    }

    @Test
    void findsAFenceThatCameTwiceOrDidNotGrow() {
        assertThat(findings(run(1, 0, 0, 1, 1), run(2, 2, 2, 3, 1)))
                .singleElement()
                .asString()
                .startsWith("one fence twice");
        assertThat(findings(run(1, 0, 0, 1, 2), run(2, 2, 2, 3, 1)))
                .singleElement()
                .asString()
                .startsWith("two at once");
    }

    @Test
    void findsARunThatIsNotThere() {
        assertThat(findings(run(1, 0, 0, 1, 1), run(3, 2, 2, 3, 2)))
                .singleElement()
                .asString()
                .startsWith("a number is missing");
    }

    @Test
    void findsARunThatNeverEnded() {
        var left = new SeenRun("deployer", 1, T, null, null, "WAITING", null, null);

        assertThat(findings(left, run(2, 2, 2, 3, 1), run(3, 4, 4, 5, 2)))
                .singleElement()
                .asString()
                .startsWith("left behind");
    }

    private List<String> findings(SeenRun... runs) {
        return judge.findings(List.of(runs));
    }

    private static SeenRun run(
            long number, long key, long start, long end, @Nullable Integer fence) {
        return new SeenRun(
                "deployer",
                number,
                T.plusSeconds(key),
                T.plusSeconds(start),
                T.plusSeconds(end),
                "FINISHED",
                "SUCCEEDED",
                fence == null ? null : fence.longValue());
    }
}
