package dev.balancerdeployer.coordination;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Bookkeeper.Fired;
import dev.balancerdeployer.coordination.JobEntry.Ended;
import dev.balancerdeployer.coordination.JobEntry.Running;
import dev.balancerdeployer.coordination.JobEntry.Waiting;
import dev.balancerdeployer.coordination.Run.Trigger;
import dev.balancerdeployer.coordination.RunResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a ledger promises, alone and under the protocol of the {@link Bookkeeper}. */
public abstract class JobLedgerContract {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Replica A = new Replica("host-a", "host-a/1/x");
    private static final Replica B = new Replica("host-b", "host-b/1/x");
    private static final Keeper KEEPER = new Keeper("o", Duration.ofSeconds(30));
    private static final Fence FENCE = new Fence(new SemaphoreName("S"), 7);

    /** Each test has a job of its own. */
    private final JobName job = new JobName("job" + COUNT.incrementAndGet());

    protected abstract JobLedger ledger();

    protected abstract DatabaseTime time();

    private Bookkeeper book(Replica replica) {
        return new Bookkeeper(ledger(), time(), replica);
    }

    /** Writes down times as if it had acted that long ago; the store judges by its own time. */
    private Bookkeeper earlier(Replica replica, Duration ago) {
        return new Bookkeeper(ledger(), () -> time().now().minus(ago), replica);
    }

    private Bookkeeper earlier(Replica replica, Duration ago, Duration silence) {
        return new Bookkeeper(ledger(), () -> time().now().minus(ago), replica, silence);
    }

    private Instant now() {
        return time().now().truncatedTo(ChronoUnit.MILLIS);
    }

    private JobEntry entry() {
        return ledger().find(job).orElseThrow().entry();
    }

    private JobRequest request(String id) {
        return new JobRequest(job + id, job, Trigger.REQUEST, "ann", "because");
    }

    private PlannedRun waiting(Replica replica) {
        return book(replica).mine(job).orElseThrow();
    }

    private Run filed(RunId run) {
        return ledger().filed(run).orElseThrow();
    }

    @Test
    void knowsNothingOfAJobUntilAnEntryIsMade() {
        assertThat(ledger().find(job)).isEmpty();

        ledger().ensure(job);
        ledger().ensure(job);

        assertThat(entry()).isEqualTo(JobEntry.fresh(job));
        assertThat(ledger().list()).extracting(it -> it.entry().job()).contains(job);
    }

    @Test
    void keepsEveryFieldOfAnEntry() {
        ledger().ensure(job);
        var at = Instant.parse("2026-01-01T00:00:00.123Z");
        var plan =
                new PlannedRun(
                        JobEntry.runId(job, 3),
                        Trigger.HOOK,
                        "git.hook",
                        "a $push.ed",
                        List.of(at, at.plusSeconds(5)),
                        List.of("r1", "r2"));
        var run =
                new Run(
                        JobEntry.runId(job, 1),
                        job,
                        Trigger.SCHEDULE,
                        "me",
                        at,
                        List.of(at),
                        at,
                        at,
                        Run.State.FINISHED,
                        Outcome.FAILED,
                        "why",
                        7L,
                        "h");
        var skipped =
                new Run(
                        JobEntry.runId(job, 2),
                        job,
                        Trigger.SCHEDULE,
                        "me",
                        null,
                        List.of(),
                        null,
                        at,
                        Run.State.FINISHED,
                        Outcome.SKIPPED,
                        "why",
                        null,
                        null);
        var full =
                new JobEntry(
                        job,
                        3,
                        at,
                        new Waiting(plan, "o", at, Duration.ofSeconds(7)),
                        new Running(plan, "o", "h", FENCE, at, at),
                        List.of(new Ended(run, List.of("r0")), new Ended(skipped, List.of())));

        assertThat(ledger().replace(ledger().find(job).orElseThrow(), full, null)).isTrue();

        assertThat(entry()).isEqualTo(full);
    }

    @Test
    void refusesAReplacementOfAnEntryThatHasMovedOn() {
        ledger().ensure(job);
        var before = ledger().find(job).orElseThrow();
        var next = before.entry().fired(now(), KEEPER, now());

        assertThat(ledger().replace(before, next, null)).isTrue();
        assertThat(ledger().replace(before, next, null)).isFalse();
        assertThat(ledger().replace(before, next, now().minusSeconds(1))).isFalse();
    }

    @Test
    void judgesTheEarliestTimeOfAReplacementByItsOwnClock() {
        ledger().ensure(job);
        var before = ledger().find(job).orElseThrow();
        var next = before.entry().fired(now(), KEEPER, now());

        assertThat(ledger().replace(before, next, now().plusSeconds(60))).isFalse();
        assertThat(ledger().replace(before, next, now().minusMillis(1))).isTrue();
    }

    @Test
    void filesARunOnceAndListsRunsByNumberNewestFirst() {
        ledger().ensure(job);
        for (var i = 1; i <= 12; i++) {
            book(A).fire(job, now().minusSeconds(100 - i));
            assertThat(book(A).skip(job, JobEntry.runId(job, i), "no " + i)).isTrue();
        }
        var ended = entry().ended();

        book(A).file(job);
        ended.forEach(ledger()::file);

        assertThat(entry().ended()).isEmpty();
        assertThat(ledger().filed(job, -5, 3))
                .extracting(it -> it.run().reason())
                .containsExactly("no 3", "no 2", "no 1");
        assertThat(ledger().filed(job, 9, 11))
                .extracting(it -> it.run().reason())
                .containsExactly("no 11", "no 10", "no 9");
        assertThat(ledger().filed(job, 1, 0)).isEmpty();
        assertThat(filed(JobEntry.runId(job, 12)).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(ledger().filed(JobEntry.runId(job, 13))).isEmpty();
    }

    @Test
    void keepsTheChangesOfARunInTheirOrder() {
        var run = JobEntry.runId(job, 1);
        var all =
                IntStream.rangeClosed(1, 205)
                        .mapToObj(
                                it -> new RunChange("K" + it, it % 2 == 0 ? "n" : null, null, "d"))
                        .toList();
        for (var i = 0; i < all.size(); i++) {
            ledger().append(run, i + 1, all.get(i));
        }
        ledger().append(run, 1, new RunChange("OTHER", null, null, ""));

        assertThat(ledger().changes(run)).isEqualTo(all);
        assertThat(ledger().changes(JobEntry.runId(job, 2))).isEmpty();
    }

    @Test
    void takesAFireOnceHoweverManyReplicasHandItIn() throws Exception {
        var key = now();
        Callable<Fired> fire = () -> book(Math.random() < 0.5 ? A : B).fire(job, key);

        List<Fired> all;
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            all =
                    pool.invokeAll(Stream.generate(() -> fire).limit(8).toList()).stream()
                            .map(Future::resultNow)
                            .toList();
        }

        assertThat(all).containsOnlyOnce(Fired.TAKEN).contains(Fired.COVERED);
        assertThat(entry().runs()).isEqualTo(1);
        assertThat(entry().lastFire()).isEqualTo(key);
    }

    @Test
    void coversOlderFiresByANewerOne() {
        var key = now();

        assertThat(book(A).fire(job, key)).isEqualTo(Fired.TAKEN);

        assertThat(book(B).fire(job, key.minusSeconds(5))).isEqualTo(Fired.COVERED);
    }

    @Test
    void leavesAFireToOthersThatIsMoreThanFiveSecondsAhead() {
        assertThat(book(A).fire(job, now().plusSeconds(60))).isEqualTo(Fired.TOO_EARLY);
        assertThat(entry()).isEqualTo(JobEntry.fresh(job));

        assertThat(book(A).fire(job, now().plusSeconds(3))).isEqualTo(Fired.TAKEN);
    }

    @Test
    void letsLaterFiresAndRequestsJoinTheOneWaitingRun() {
        var key = now().minusSeconds(10);
        book(A).fire(job, key);
        book(B).fire(job, key.plusSeconds(5));

        var run = book(B).request(request("r"));

        assertThat(run).isEqualTo(JobEntry.runId(job, 1));
        var plan = waiting(A);
        assertThat(plan.fires()).containsExactly(key, key.plusSeconds(5));
        assertThat(plan.requestedBy()).isEqualTo("ann");
        assertThat(plan.trigger()).isEqualTo(Trigger.REQUEST);
        assertThat(book(B).mine(job)).isEmpty();
    }

    @Test
    void neverSkipsARunThatARequestJoined() {
        book(A).fire(job, now());
        var run = waiting(A).runId();
        book(B).request(request("r"));

        assertThat(book(A).skip(job, run, "late")).isFalse();

        assertThat(waiting(A).runId()).isEqualTo(run);
    }

    @Test
    void givesARequestThatCameDuringARunANewOne() {
        var first = book(A).request(request("1"));
        book(A).start(job, first, FENCE);

        var second = book(A).request(request("2"));

        assertThat(second).isNotEqualTo(first);
        assertThat(entry().running()).isNotNull();
        assertThat(waiting(A).runId()).isEqualTo(second);
    }

    @Test
    void findsTheRunOfARequestThatIsJoinedAgain() {
        var request = request("r");
        var run = book(A).request(request);

        assertThat(book(B).join(request)).isEqualTo(run);
        book(A).start(job, run, FENCE);
        assertThat(book(B).join(request)).isEqualTo(run);
        book(A).finish(job, run, RunResult.succeeded("done"), false);
        assertThat(book(B).join(request)).isEqualTo(run);

        assertThat(entry().runs()).isEqualTo(1);
        assertThat(ledger().openRequests(100)).extracting(JobRequest::job).doesNotContain(job);
    }

    @Test
    void keepsAnAcceptedRequestOpenUntilSomebodyJoinsItToARun() {
        ledger().accept(request("r")); // and the process dies

        var open = ledger().openRequests(100).stream().filter(it -> it.job().equals(job)).toList();
        assertThat(open).containsExactly(request("r"));
        var run = book(B).join(open.getFirst());

        assertThat(waiting(B).runId()).isEqualTo(run);
    }

    @Test
    void givesAWaitingRunToAnotherReplicaOnlyAfterItsOwnerWasSilent() {
        earlier(A, Duration.ofSeconds(60)).fire(job, now().minusSeconds(60));
        var run = waiting(A).runId();
        assertThat(book(A).refresh(job, run)).isPresent();
        assertThat(book(B).takeOver(job)).isFalse();
        earlier(A, Duration.ofSeconds(31)).refresh(job, run);

        assertThat(book(B).takeOver(job)).isTrue();

        assertThat(waiting(B).runId()).isEqualTo(run);
        assertThat(waiting(B).trigger()).isEqualTo(Trigger.RECOVERY);
        assertThat(book(A).refresh(job, run)).isEmpty();
        assertThat(book(A).skip(job, run, "no")).isFalse();
        assertThat(book(A).start(job, run, FENCE).running()).isNull();
        assertThat(book(B).start(job, run, FENCE).running()).isNotNull();
    }

    @Test
    void givesAWaitingRunAtOnceThatItsOwnerHandedOver() {
        book(A).fire(job, now());
        book(A).handOver(job);

        assertThat(book(B).takeOver(job)).isTrue();
    }

    @Test
    void recordsARunFromItsFireToItsEnd() {
        var key = now();
        book(A).fire(job, key);
        var run = waiting(A).runId();

        var start = book(A).start(job, run, FENCE);
        assertThat(book(A).start(job, run, FENCE)).isEqualTo(start);
        book(A).finish(job, run, RunResult.nothingToDo("all is well"), false);
        book(A).finish(job, run, RunResult.failed("twice"), false);

        var filed = filed(run);
        assertThat(filed.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(filed.reason()).isEqualTo("all is well");
        assertThat(filed.fires()).containsExactly(key);
        assertThat(filed.scheduledAt()).isEqualTo(key);
        assertThat(filed.fence()).isEqualTo(7);
        assertThat(filed.host()).isEqualTo("host-a");
        assertThat(filed.trigger()).isEqualTo(Trigger.SCHEDULE);
        assertThat(filed.requestedBy()).isEqualTo(Actor.SELF);
        assertThat(filed.startedAt()).isBetween(key.minusSeconds(5), filed.finishedAt());
        assertThat(entry().running()).isNull();
        assertThat(entry().ended()).isEmpty();
    }

    @Test
    void filesWhatADeadProcessEndedButDidNotFile() {
        book(A).fire(job, now());
        var run = waiting(A).runId();
        book(A).start(job, run, FENCE);
        var stored = ledger().find(job).orElseThrow();
        var running = requireNonNull(stored.entry().running());
        ledger().replace(
                        stored,
                        stored.entry().finished(running, RunResult.succeeded("done"), now()),
                        null);

        book(B).file(job);

        assertThat(filed(run).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(entry().ended()).isEmpty();
    }

    @Test
    void abandonsARunAndGivesItsRequestsAnotherOne() {
        var request = request("r");
        var run = book(A).request(request);
        book(A).start(job, run, FENCE);

        assertThat(book(B).abandon(job, run)).isTrue();
        assertThat(book(B).abandon(job, run)).isFalse();
        book(A).finish(job, run, RunResult.succeeded("too late"), false);
        book(B).file(job);

        assertThat(filed(run).outcome()).isEqualTo(Outcome.ABANDONED);
        var next = waiting(B);
        assertThat(next.runId()).isNotEqualTo(run);
        assertThat(next.trigger()).isEqualTo(Trigger.RECOVERY);
        assertThat(next.requestedBy()).isEqualTo("ann");
        assertThat(ledger().isOpen(request.id())).isTrue();
        assertThat(book(B).skip(job, next.runId(), "no")).isFalse();
    }

    @Test
    void abandonsARunWithoutRequestsAndWaitsForTheNextFire() {
        book(A).fire(job, now());
        var run = waiting(A).runId();
        book(A).start(job, run, FENCE);

        book(B).abandon(job, run);

        assertThat(entry().waiting()).isNull();
    }

    @Test
    void takesARunForDeadThatANewerFenceFollows() {
        var first = book(A).request(request("1"));
        book(A).start(job, first, FENCE);
        book(B).fire(job, now());
        var second = waiting(B).runId();

        var newer = new Fence(FENCE.semaphore(), 8);
        var running = requireNonNull(book(B).start(job, second, newer).running());
        book(B).file(job);

        assertThat(filed(first).outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(running.plan().requests()).containsExactly(request("1").id());
        book(A).finish(job, first, RunResult.succeeded("too late"), false);
        assertThat(entry().running()).isEqualTo(running);
    }

    @Test
    void startsOneRunWithoutFenceAtATimeUntilItsOwnerIsSilent() {
        book(A).fire(job, now().minusSeconds(2));
        var first = waiting(A).runId();
        book(A).start(job, first, null);
        book(B).fire(job, now());
        var second = waiting(B).runId();

        assertThat(book(B).start(job, second, null).busy()).isTrue();
        assertThat(book(B).abandon(job, first)).isFalse();
        assertThat(book(A).refreshRunning(job, first)).isTrue();
        var silent = ledger().find(job).orElseThrow();
        var running = requireNonNull(silent.entry().running());
        var old =
                new Running(
                        running.plan(),
                        running.owner(),
                        running.host(),
                        null,
                        running.startedAt(),
                        now().minusSeconds(31));
        ledger().replace(silent, silent.entry().withRunning(old), null);

        assertThat(book(B).start(job, second, null).running()).isNotNull();
        assertThat(book(A).refreshRunning(job, first)).isFalse();
        book(B).file(job);
        assertThat(filed(first).outcome()).isEqualTo(Outcome.ABANDONED);
    }

    @Test
    void takesOverByTheSilenceThatIsStoredWithTheRun() {
        earlier(A, Duration.ofSeconds(6), Duration.ofSeconds(5)).fire(job, now());

        assertThat(book(B).takeOver(job)).isTrue();
    }

    @Test
    void leavesARunToAnOwnerThatMayBeSilentForLonger() {
        earlier(A, Duration.ofSeconds(6), Duration.ofSeconds(30)).fire(job, now());

        var other = new Bookkeeper(ledger(), time(), B, Duration.ofSeconds(5));

        assertThat(other.takeOver(job)).isFalse();
    }

    @Test
    void handsOverAtOnceWhateverTheSilence() {
        var one = new Bookkeeper(ledger(), time(), A, Duration.ofSeconds(5));
        one.fire(job, now());

        one.handOver(job);

        assertThat(book(B).takeOver(job)).isTrue();
    }
}
