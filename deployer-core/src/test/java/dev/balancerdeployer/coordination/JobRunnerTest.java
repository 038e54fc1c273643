package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.coordination.Run.State;
import dev.balancerdeployer.coordination.Run.Trigger;
import dev.balancerdeployer.coordination.RunResult.Outcome;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class JobRunnerTest {

    private static final JobName JOB = JobName.DEPLOYER;
    private static final Actor ANN = new Actor("ann", "127.0.0.1");

    private final MutableClock clock = new MutableClock();
    private final AtomicLong nanos = new AtomicLong();
    private final InMemoryJobLedger ledger = new InMemoryJobLedger(clock::instant);
    private final OnePermit permit = new OnePermit();
    private final List<Audit.Entry> audited = new CopyOnWriteArrayList<>();
    private final List<RunContext> ran = new CopyOnWriteArrayList<>();
    private final List<Replicated> replicas = new ArrayList<>();

    @AfterEach
    void stop() {
        permit.free();
        replicas.forEach(it -> it.runner.stop());
    }

    @Test
    void runsAFireUnderTheSemaphoreAndGivesItBack() {
        var a =
                replica(
                        "a",
                        it -> {
                            remember(it);
                            return RunResult.succeeded("did it");
                        });

        a.runner.fire(JOB, clock.instant());

        var run = ended(1);
        assertThat(run.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(run.reason()).isEqualTo("did it");
        assertThat(run.fence()).isEqualTo(1);
        assertThat(run.host()).isEqualTo("a");
        assertThat(ran.getFirst().requestedBy()).isEqualTo(Actor.SELF);
        await().until(() -> permit.holder == null);
    }

    @Test
    void twoReplicasRunEachFireOnceInTotal() {
        var a = replica("a", this::remember);
        var b = replica("b", this::remember);

        for (var i = 0; i < 20; i++) {
            a.runner.fire(JOB, clock.instant());
            b.runner.fire(JOB, clock.instant());
            clock.advance(Duration.ofSeconds(5));
        }

        await().until(() -> fires().size() == 20);
        await().until(() -> entry().waiting() == null && entry().running() == null);
        assertThat(fires()).hasSize(20).doesNotHaveDuplicates();
        assertThat(ran).hasSize((int) entry().runs());
    }

    @Test
    void setsTheRunIdInTheLoggingContext() {
        var a =
                replica(
                        "a",
                        it -> RunResult.succeeded(MDC.get("run_id") + "=" + it.runId().value()));

        a.runner.fire(JOB, clock.instant());

        assertThat(ended(1).reason()).isEqualTo("deployer-1=deployer-1");
    }

    @Test
    void skipsARunThatDidNotGetThePermitInTimeAndSaysWhoHasIt() {
        permit.take("somebody");
        var a = replica("a", this::remember);

        a.runner.fire(JOB, clock.instant());
        await().until(() -> permit.asked.get() > 3);
        nanos.addAndGet(Duration.ofMinutes(10).toNanos());

        var run = ended(1);
        assertThat(run.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(run.reason()).contains("somebody");
        assertThat(run.startedAt()).isNull();
        assertThat(ran).isEmpty();
    }

    @Test
    void letsARunThatARequestJoinedWaitOn() {
        permit.take("somebody");
        var a = replica("a", this::remember);
        a.runner.fire(JOB, clock.instant());
        await().until(() -> permit.asked.get() > 3);
        var run = a.jobs.request(JOB, Trigger.REQUEST, ANN, "please").orElseThrow();

        nanos.addAndGet(Duration.ofMinutes(60).toNanos());
        var asked = permit.asked.get();
        await().until(() -> permit.asked.get() > asked + 3);
        permit.free();

        assertThat(run).isEqualTo(JobEntry.runId(JOB, 1));
        assertThat(ended(1).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(permit.lines.get()).isEqualTo(1);
        assertThat(audited).extracting(Audit.Entry::target).contains("jobs/deployer");
    }

    @Test
    void refreshesTheRunThatWaits() {
        permit.take("somebody");
        var a = replica("a", this::remember);
        var b = replica("b", this::remember);
        a.runner.fire(JOB, clock.instant());

        for (var i = 0; i < 10; i++) {
            clock.advance(Duration.ofSeconds(10));
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            var now = clock.instant();
            await().until(() -> refreshedAt().equals(now));
            b.upkeep.round();
        }

        assertThat(waiting().owner()).isEqualTo("a/1/x");
    }

    @Test
    void handsAWaitingRunOverWhenItStops() {
        permit.take("somebody");
        var a = replica("a", this::remember);
        var b = replica("b", this::remember);
        a.runner.fire(JOB, clock.instant());
        await().until(() -> permit.asked.get() > 1);

        a.runner.stop();
        b.upkeep.round();
        permit.free();

        var run = ended(1);
        assertThat(run.trigger()).isEqualTo(Trigger.RECOVERY);
        assertThat(run.host()).isEqualTo("b");
    }

    @Test
    void endsARunningRunAsStoppedAndReleasesItsLease() {
        var started = new CountDownLatch(1);
        var a = replica("a", it -> hang(it, started));
        a.runner.fire(JOB, clock.instant());
        await().until(() -> started.getCount() == 0);

        a.runner.stop();

        var run = ended(1);
        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.reason()).isEqualTo("stopped");
        assertThat(permit.holder).isNull();
        assertThat(entry().waiting()).isNull();
    }

    @Test
    void givesTheRequestsOfAStoppedRunAnotherRunElsewhere() {
        var started = new CountDownLatch(1);
        var a = replica("a", it -> hang(it, started));
        a.jobs.request(JOB, Trigger.HOOK, ANN, "push");
        await().until(() -> started.getCount() == 0);
        var b = replica("b", this::remember);

        a.runner.stop();
        b.upkeep.round();

        assertThat(ended(1).reason()).isEqualTo("stopped");
        var run = ended(2);
        assertThat(run.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(run.trigger()).isEqualTo(Trigger.RECOVERY);
        assertThat(run.requestedBy()).isEqualTo("ann");
        assertThat(run.host()).isEqualTo("b");
    }

    @Test
    void takesTheFailureOfAnInterruptedJobForTheInterruption() {
        var started = new CountDownLatch(1);
        var a = replica("a", it -> failWhenInterrupted(it, started));
        a.jobs.request(JOB, Trigger.REQUEST, ANN, "please");
        await().until(() -> started.getCount() == 0);
        var b = replica("b", this::remember);

        a.runner.stop();
        b.upkeep.round();

        assertThat(ended(1).reason()).isEqualTo("stopped");
        assertThat(ended(2).trigger()).isEqualTo(Trigger.RECOVERY);
    }

    @Test
    void interruptsARunThatLosesItsLease() {
        var started = new CountDownLatch(1);
        var a = replica("a", it -> hang(it, started));
        a.runner.fire(JOB, clock.instant());
        await().until(() -> started.getCount() == 0);

        permit.lose();

        var run = ended(1);
        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.reason()).contains("lease was lost");
    }

    @Test
    void stopsARunAtItsNextCheckpointOnceTheLeaseIsLostByTheClock() {
        var a =
                replica(
                        "a",
                        it -> {
                            permit.expireSilently();
                            it.checkpoint();
                            return RunResult.succeeded("no");
                        });

        a.runner.fire(JOB, clock.instant());

        assertThat(ended(1).reason()).contains("lease was lost");
    }

    @Test
    void endsARunThatThrowsInWordsWithoutItsTrace() {
        var a =
                replica(
                        "a",
                        _ -> {
                            throw new IllegalStateException("secret.class.Name");
                        });

        a.runner.fire(JOB, clock.instant());

        var run = ended(1);
        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.reason()).doesNotContain("secret", "Exception");
        await().until(() -> permit.holder == null);
    }

    @Test
    void recordsTheEndOnceTheDatabaseIsBack() {
        var a =
                replica(
                        "a",
                        _ -> {
                            ledger.down(true);
                            throw new StoreUnavailable("gone", new IllegalStateException());
                        });
        a.runner.fire(JOB, clock.instant());
        await().until(() -> permit.grants.get() == 1);

        ledger.down(false);

        assertThat(ended(1).reason()).isEqualTo("the database did not answer");
        await().until(() -> permit.holder == null);
    }

    @Test
    void recordsWhatARunChangesAtOnce() {
        var go = new CountDownLatch(1);
        var a =
                replica(
                        "a",
                        it -> {
                            it.changed(new RunChange("PAUSE_SET", "maps", "sas", "one"));
                            it.changed(new RunChange("CONFIG_UPDATED", "maps", null, "two"));
                            go.await();
                            return RunResult.succeeded("done");
                        });
        a.runner.fire(JOB, clock.instant());

        await().until(() -> a.jobs.changes(JobEntry.runId(JOB, 1)).size() == 2);
        go.countDown();

        ended(1);
        assertThat(a.jobs.changes(JobEntry.runId(JOB, 1)))
                .extracting(RunChange::detail)
                .containsExactly("one", "two");
        assertThat(audited)
                .extracting(it -> it.actor().name() + " " + it.action() + " " + it.target())
                .containsExactly(
                        "balancer-deployer PAUSE_SET namespaces/maps",
                        "balancer-deployer CONFIG_UPDATED namespaces/maps");
    }

    @Test
    void keepsThePermitUntilAnUnansweredWriteCanNoLongerLand() {
        var a =
                replica(
                        "a",
                        it -> {
                            it.unanswered(clock.instant().plusSeconds(2));
                            it.unanswered(clock.instant().plusSeconds(1));
                            return RunResult.failed("no answer");
                        });
        a.runner.fire(JOB, clock.instant());

        ended(1);
        clock.advance(Duration.ofSeconds(2));
        assertThat(permit.holder).isNotNull();
        clock.advance(Duration.ofMillis(1));

        await().until(() -> permit.holder == null);
    }

    @Test
    void abandonsTheRunOfADeadProcessAndRunsItsRequestsAgain() {
        var dead = book("dead");
        var lost = dead.request(new JobRequest("r", JOB, Trigger.REQUEST, "ann", null));
        permit.take("dead");
        dead.start(JOB, lost, permit.fence());
        var a = replica("a", this::remember);

        a.upkeep.round();
        a.upkeep.round();
        assertThat(entry().running()).isNotNull();
        permit.free();
        a.upkeep.round();
        a.upkeep.round();

        assertThat(ended(1).outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(ended(2).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(ended(2).requestedBy()).isEqualTo("ann");
        assertThat(permit.reaped).contains(OnePermit.NAME);
    }

    /** Otherwise it would look as if two runs had been under one permit at once. */
    @Test
    void endsWhatADeadProcessRanOfAnotherJobBeforeItStarts() {
        var dead = book("dead");
        dead.fire(JobName.UNPAUSER, clock.instant());
        permit.take("dead");
        dead.start(JobName.UNPAUSER, JobEntry.runId(JobName.UNPAUSER, 1), permit.fence());
        var a = replica("a", this::remember);
        clock.advance(Duration.ofSeconds(30));

        permit.free();
        permit.take("somebody");
        permit.free();
        a.runner.fire(JOB, clock.instant());

        var run = ended(1);
        var over = ledger.find(JobName.UNPAUSER).orElseThrow().entry().ended().getFirst().run();
        assertThat(over.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(over.finishedAt()).isBeforeOrEqualTo(run.startedAt());
    }

    @Test
    void leavesARunOfAnotherJobAloneThatHasItsPermitOrNone() {
        var other = book("other");
        other.fire(JobName.UNPAUSER, clock.instant());
        other.start(JobName.UNPAUSER, JobEntry.runId(JobName.UNPAUSER, 1), null);
        var newer = new JobName("newer");
        other.fire(newer, clock.instant());
        other.start(newer, JobEntry.runId(newer, 1), new Fence(OnePermit.NAME, 1000));
        var elsewhere = new JobName("elsewhere");
        other.fire(elsewhere, clock.instant());
        other.start(
                elsewhere,
                JobEntry.runId(elsewhere, 1),
                new Fence(new SemaphoreName("elsewhere"), 1));
        permit.take("somebody");
        permit.free();
        var a = replica("a", this::remember);

        a.runner.fire(JOB, clock.instant());

        ended(1);
        assertThat(ledger.list())
                .extracting(it -> it.entry().running() != null)
                .containsExactly(false, true, true, true);
    }

    @Test
    void runsARequestWhoseProcessDiedRightAfterStoringIt() {
        ledger.accept(new JobRequest("r", JOB, Trigger.REQUEST, "ann", null));
        var a = replica("a", this::remember);

        a.upkeep.round();

        assertThat(ended(1).requestedBy()).isEqualTo("ann");
        a.upkeep.round();
        assertThat(entry().runs()).isEqualTo(1);
    }

    @Test
    void takesOverARunThatItsOwnerNeverStarted() {
        book("dead").fire(JOB, clock.instant());
        var a = replica("a", this::remember);

        a.upkeep.round();
        assertThat(ran).isEmpty();
        clock.advance(Duration.ofSeconds(30));
        a.upkeep.round();

        assertThat(ended(1).trigger()).isEqualTo(Trigger.RECOVERY);
    }

    @Test
    void takesOverTheRunOfASilentOwnerWithTheNextFire() {
        book("dead").fire(JOB, clock.instant());
        var a = replica("a", this::remember);

        clock.advance(Duration.ofSeconds(30));
        a.runner.fire(JOB, clock.instant());

        assertThat(ended(1).trigger()).isEqualTo(Trigger.RECOVERY);
        assertThat(ended(1).fires()).hasSize(2);
    }

    @Test
    void runsAJobOutsideTheSemaphoreWithoutALease() {
        permit.take("somebody");
        var a = replica("a", false, this::remember);

        a.runner.fire(JOB, clock.instant());

        assertThat(ended(1).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(ended(1).fence()).isNull();
    }

    @Test
    void refusesAJobThatIsNotThere() {
        var a = replica("a", this::remember);

        assertThat(a.jobs.request(new JobName("x"), Trigger.REQUEST, ANN, null)).isEmpty();
        assertThat(a.jobs.runs(new JobName("x"), PageRequest.first(1))).isEmpty();
        assertThat(a.jobs.find(new RunId("x-1"))).isEmpty();
        assertThat(a.jobs.find(new RunId("x"))).isEmpty();
    }

    @Test
    void listsRunsNewestFirstPageByPage() {
        var a = replica("a", this::remember);
        assertThat(a.jobs.runs(JOB, PageRequest.first(2)).orElseThrow().items()).isEmpty();
        for (var i = 1; i <= 5; i++) {
            a.runner.fire(JOB, clock.instant());
            ended(i);
            clock.advance(Duration.ofSeconds(1));
        }
        permit.take("somebody");
        a.runner.fire(JOB, clock.instant());

        var found = new ArrayList<String>();
        var page = new PageRequest(2, null);
        while (true) {
            var runs = a.jobs.runs(JOB, page).orElseThrow();
            runs.items().forEach(it -> found.add(it.runId().value()));
            var next = runs.next();
            if (next == null) {
                break;
            }
            page = new PageRequest(2, next);
        }

        assertThat(found)
                .containsExactly(
                        "deployer-6",
                        "deployer-5",
                        "deployer-4",
                        "deployer-3",
                        "deployer-2",
                        "deployer-1");
        assertThat(a.jobs.find(JobEntry.runId(JOB, 6)).orElseThrow().state())
                .isEqualTo(State.WAITING);
        var view = a.jobs.list().getFirst();
        assertThat(view.job()).isEqualTo(JOB);
        assertThat(view.schedule()).isEqualTo("every 5s");
        assertThat(view.lastRun()).isEqualTo(ended(5));
    }

    private RunResult remember(RunContext run) {
        ran.add(run);
        return RunResult.succeeded("done");
    }

    private static RunResult hang(RunContext run, CountDownLatch started)
            throws InterruptedException {
        started.countDown();
        new CountDownLatch(1).await();
        return RunResult.succeeded(run.runId() + " was never interrupted");
    }

    private static RunResult failWhenInterrupted(RunContext run, CountDownLatch started) {
        try {
            return hang(run, started);
        } catch (InterruptedException _) {
            return RunResult.failed("what it called was interrupted");
        }
    }

    private Run ended(long number) {
        var run = JobEntry.runId(JOB, number);
        await().until(() -> find(run).isPresent());
        return find(run).orElseThrow();
    }

    private Optional<Run> find(RunId run) {
        try {
            return ledger.filed(run);
        } catch (StoreUnavailable _) {
            return Optional.empty();
        }
    }

    private List<Instant> fires() {
        return ledger.filed(JOB, 1, 1000).stream()
                .flatMap(it -> it.run().fires().stream())
                .toList();
    }

    private JobEntry entry() {
        return ledger.find(JOB).orElseThrow().entry();
    }

    private JobEntry.Waiting waiting() {
        return Objects.requireNonNull(entry().waiting());
    }

    private Instant refreshedAt() {
        return waiting().refreshedAt();
    }

    private Bookkeeper book(String host) {
        return new Bookkeeper(ledger, clock::instant, new Replica(host, host + "/1/x"));
    }

    private Replicated replica(String host, Work work) {
        return replica(host, true, work);
    }

    private Replicated replica(String host, boolean underSemaphore, Work work) {
        var book = book(host);
        var job =
                new Job() {
                    @Override
                    public JobName name() {
                        return JOB;
                    }

                    @Override
                    public boolean underSemaphore() {
                        return underSemaphore;
                    }

                    @Override
                    public RunResult run(RunContext context) throws InterruptedException {
                        if (underSemaphore) {
                            assertThat(context.fence()).isEqualTo(permit.fence());
                        }
                        return work.run(context);
                    }
                };
        var services =
                new JobWorker.Services(
                        book,
                        ledger,
                        clock::instant,
                        permit,
                        permit,
                        _ -> () -> new WriteGuard.Clearance.Refused("not here", false),
                        new Audit() {
                            @Override
                            public void record(Entry entry) {
                                audited.add(entry);
                            }

                            @Override
                            public Page<Recorded> find(Filter filter, PageRequest page) {
                                return new Page<>(List.of(), null);
                            }
                        },
                        OnePermit.NAME,
                        Duration.ofMinutes(10),
                        nanos::get);
        var runner = new JobRunner(List.of(job), services);
        var jobs =
                new RecordedJobs(
                        services,
                        runner,
                        (_, now) -> new Schedules.Shown("every 5s", true, now.plusSeconds(5)),
                        new Random());
        var replica = new Replicated(runner, new JobUpkeep(ledger, book, permit, runner), jobs);
        replicas.add(replica);
        runner.start();
        return replica;
    }

    private record Replicated(JobRunner runner, JobUpkeep upkeep, Jobs jobs) {}

    private interface Work {
        RunResult run(RunContext context) throws InterruptedException;
    }
}
