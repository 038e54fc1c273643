package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.SemaphoreHistory.What;
import dev.balancerdeployer.coordination.Semaphores.Outcome;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Finds each kind of fault that is planted by hand, and nothing where nothing is wrong (P-T2). */
class SemaphoreHistoryCheckTest {

    private static final SemaphoreName NAME = new SemaphoreName("S");
    private static final int CAPACITY = 3;
    private static final Duration TTL = Duration.ofSeconds(30);

    private final MutableClock clock = new MutableClock();
    private final SemaphoreHistory history = new SemaphoreHistory(clock);

    @Test
    void findsNothingInACorrectHistory() {
        var a = granted("a", 1, 2);
        waits("b", 1, a);
        pass(5);
        var renewed = renewed(a, grant("a", 1, 2, a.since()));
        waits("b", 1, renewed);
        released(renewed, true);
        released(renewed, false);
        var b = granted("b", 2, 2);
        looked(b, b);
        broken(3);
        looked(b, null);
        pass(2);
        var c = granted("c", 4, 3);
        pass(31);
        renewed(c, null);
        granted("d", 5, 3);

        faults().isEmpty();
    }

    @Test
    void findsADoubleGrant() {
        granted("a", 1, 2);
        granted("b", 2, 2);

        faults().containsExactly("with fence 2, 4 of 3 are given out");
    }

    @Test
    void findsAFenceThatIsRepeated() {
        released(granted("a", 1, 1), true);
        pass(1);
        granted("b", 1, 1);

        faults().contains("fence S:1 was given to a and b", "fence S:1 was given out twice");
    }

    @Test
    void findsAFenceThatGoesBack() {
        released(granted("a", 2, 1), true);
        pass(1);
        granted("b", 1, 1);

        faults().containsExactly("fence 2 is older than a lower one");
    }

    @Test
    void findsASecondGrantOfOneAttempt() {
        granted("a", 1, 1);
        granted("a", 2, 1);

        faults().containsExactly("a was granted 1 and 2");
    }

    @Test
    void findsWhoWasGrantedPastTheFirstInLine() {
        var a = granted("a", 1, 3);
        waits("b", 1, a);
        released(a, true);
        granted("c", 2, 3);

        faults().containsExactly("fence 2 overtook b");
    }

    @Test
    void findsWhoWasGrantedFromBehindInTheLine() {
        var a = granted("a", 1, 3);
        waits("b", 1, a, "b");
        waits("c", 1, a, "b", "c");
        waits("b", 1, a, "b", "c");
        released(a, true);
        granted("c", 2, 3);

        faults().containsExactly("fence 2 overtook b");
    }

    @Test
    void allowsToPassWhoIsSilentOrHasLeft() {
        var a = granted("a", 1, 3);
        waits("silent", 1, a);
        pass(10);
        waits("gone", 1, a);
        history.record(0, () -> new What.Left("gone", true));
        released(a, true);
        granted("c", 2, 3);

        faults().isEmpty();
    }

    @Test
    void findsAStaleReleaseThatFreed() {
        var a = granted("a", 1, 1);
        released(a, true);
        released(a, true);

        faults().containsExactly("a stale release of S:1 freed something");
    }

    @Test
    void findsAReleaseThatFreedWhatItsAttemptWasGrantedAnew() {
        var a = granted("a", 1, 1);
        pass(31);
        granted("a", 2, 1);
        released(a, true);

        faults().containsExactly("a stale release of S:1 freed something");
    }

    @Test
    void findsALeaseThatWasShortened() {
        var a = granted("a", 1, 1);
        pass(1);
        var shorter = grant("a", 1, 1, a.since(), Duration.ofSeconds(5));
        renewed(a, shorter);

        faults().containsExactly("fence 1 now ends earlier, at " + shorter.expiresAt());
    }

    @Test
    void findsTheDeadAlive() {
        var a = granted("a", 1, 1);
        pass(31);
        renewed(a, grant("a", 1, 1, a.since()));

        faults().containsExactly("fence 1 was dead and is alive at " + clock.instant());
    }

    @Test
    void findsTheLivingLost() {
        looked(granted("a", 1, 1), null);

        faults().containsExactly("fence 1 was lost for no reason at " + clock.instant());
    }

    @Test
    void findsAGrantInTheSilence() {
        granted("a", 1, 1);
        broken(2);
        pass(1);
        granted("b", 3, 1);

        faults().containsExactly("fence 3 was granted in the silence after a break");
    }

    @Test
    void findsABreakThatRaisedNothing() {
        granted("a", 1, 1);
        broken(1);

        faults().containsExactly("the break to 1 did not raise fence 1");
    }

    @Test
    void findsAViewThatDoesNotAddUp() {
        var a = granted("a", 1, 2);
        var view = new SemaphoreView(NAME, CAPACITY, 1, 1, List.of(a), List.of());
        history.record(
                0,
                () ->
                        new What.Asked(
                                "b", 2, false, Semaphores.PATIENCE, new Outcome.Waiting(0, view)));

        faults().containsExactly("2 of 3 are in use, which is shown as 1");
    }

    @Test
    void believesWhatNobodyKnows() {
        var a = granted("a", 1, 3);
        history.record(0, () -> new What.Released(a, false, false));
        granted("b", 2, 3);

        faults().isEmpty();
    }

    // ---- what is written down

    private void pass(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    private Grant granted(String attempt, long fence, int weight) {
        var grant = grant(attempt, fence, weight, clock.instant());
        history.record(
                0,
                () ->
                        new What.Asked(
                                attempt,
                                weight,
                                true,
                                Semaphores.PATIENCE,
                                new Outcome.Granted(grant)));
        return grant;
    }

    private void waits(String attempt, long fence, Grant holder) {
        waits(attempt, fence, holder, attempt);
    }

    private void waits(String attempt, long fence, Grant holder, String... line) {
        var waiting =
                Arrays.stream(line)
                        .map(it -> new SemaphoreView.Waiter(it, "host", 3, clock.instant()))
                        .toList();
        var view =
                new SemaphoreView(NAME, CAPACITY, holder.weight(), fence, List.of(holder), waiting);
        var told = new Outcome.Waiting(line.length - 1, view);
        history.record(0, () -> new What.Asked(attempt, 3, true, Semaphores.PATIENCE, told));
    }

    private Grant renewed(Grant grant, @Nullable Grant now) {
        history.record(0, () -> new What.Renewed(grant, null, true, now));
        return now == null ? grant : now;
    }

    private void looked(Grant grant, @Nullable Grant now) {
        history.record(0, () -> new What.Looked(grant, true, now));
    }

    private void released(Grant grant, boolean freed) {
        history.record(0, () -> new What.Released(grant, true, freed));
    }

    private void broken(long fence) {
        var view = new SemaphoreView(NAME, CAPACITY, 0, fence, List.of(), List.of());
        history.record(0, () -> new What.Broken(view));
    }

    private Grant grant(String attempt, long fence, int weight, Instant since) {
        return grant(attempt, fence, weight, since, TTL);
    }

    private Grant grant(String attempt, long fence, int weight, Instant since, Duration ttl) {
        var number = new Fence(NAME, fence);
        var end = clock.instant().plus(ttl);
        return new Grant(attempt, number, "host", weight, ttl, since, end, null);
    }

    private ListAssert<String> faults() {
        return assertThat(SemaphoreHistoryCheck.faults(CAPACITY, history.calls()));
    }
}
