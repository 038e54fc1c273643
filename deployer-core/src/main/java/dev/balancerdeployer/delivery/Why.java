package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.KillSwitch;
import dev.balancerdeployer.coordination.SwitchState;
import dev.balancerdeployer.delivery.Blocker.Kind;
import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import dev.balancerdeployer.delivery.RolloutProgress.Ended;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Says what keeps a rollout from going on now (SPEC D16): what the next run would find, and what
 * keeps that run from doing anything. Writes nothing.
 */
final class Why {

    private final Awacs awacs;
    private final Contents contents;
    private final DatabaseTime time;
    private final KillSwitch killSwitch;
    private final Jobs jobs;

    Why(
            Awacs awacs,
            ConfigRepository repository,
            DatabaseTime time,
            KillSwitch killSwitch,
            Jobs jobs) {
        this.awacs = awacs;
        this.contents = new Contents(awacs, repository);
        this.time = time;
        this.killSwitch = killSwitch;
        this.jobs = jobs;
    }

    /** Never empty for a rollout that has not ended. */
    List<Blocker> of(Stored stored, Rollout rollout) {
        if (rollout.progress() instanceof Ended) {
            return List.of();
        }
        var now = time.now();
        var blockers = new ArrayList<Blocker>();
        Set<String> closed = Set.of();
        switch (killSwitch.read()) {
            case SwitchState.Closed it -> blockers.addAll(switchedOff(it, now));
            case SwitchState.Open it -> closed = it.closedLocations();
        }
        try {
            switch (rollout.progress()) {
                case Queued _ -> blockers.addAll(queued(stored, rollout, now));
                case UnderWay it -> blockers.addAll(underWay(stored.record(), rollout, it, closed));
                case Ended _ -> {
                    // answered above
                }
            }
        } catch (SourceUnavailable e) {
            blockers.add(unreadable(rollout, e));
        }
        if (blockers.isEmpty()) {
            var job = startsIn(rollout) ? JobName.DEPLOYER : JobName.UNPAUSER;
            blockers.add(schedule(job, rollout.createdAt()));
        }
        return blockers;
    }

    private static List<Blocker> switchedOff(SwitchState.Closed closed, Instant now) {
        var known = closed.since();
        var since = known == null ? now : known;
        if (closed.closedLocations().isEmpty()) {
            return List.of(new Blocker(Kind.KILL_SWITCH, null, null, closed.reason(), since, null));
        }
        return closed.closedLocations().stream()
                .sorted()
                .map(it ->
                        new Blocker(
                                Kind.CLOSED_LOCATION,
                                new LocationId(it),
                                null,
                                closed.reason(),
                                since,
                                null))
                .toList();
    }

    private static Blocker unreadable(Rollout rollout, SourceUnavailable e) {
        return new Blocker(
                Kind.SCHEDULE,
                null,
                JobName.DEPLOYER.value(),
                "revision %s cannot be read, so that no run can go on: %s"
                        .formatted(rollout.revision(), e.getMessage()),
                rollout.createdAt(),
                null);
    }

    private static boolean startsIn(Rollout rollout) {
        return rollout.configVersion() == null;
    }

    /** Judged now, as the run that would start it does; what is stored may be history. */
    private List<Blocker> queued(Stored stored, Rollout rollout, Instant now) {
        var record = stored.record();
        var blockers = new ArrayList<Blocker>();
        var hold = record.hold();
        if (hold != null && record.holds(rollout)) {
            blockers.add(Blockers.held(hold));
        }
        var current = record.current();
        var known = awacs.find(rollout.namespace());
        var overruled = known.filter(it -> new Decisions(contents, record, it).forGit());
        if (current != null && record.underWay() != null && overruled.isEmpty()) {
            blockers.add(
                    new Blocker(
                            Kind.QUEUED,
                            null,
                            current.id().value(),
                            "rollout %s of revision %s has to be complete first"
                                    .formatted(current.id(), current.revision()),
                            current.createdAt(),
                            null));
        } else {
            known.map(it -> new Standing(contents, record, rollout, it).judged(now))
                    .ifPresent(it -> blockers.addAll(Blockers.ofStanding(it)));
        }
        return blockers;
    }

    private List<Blocker> underWay(
            NamespaceRecord record, Rollout rollout, UnderWay progress, Set<String> closed) {
        var look = new Look(awacs, contents, time);
        var seen = look.at(record, rollout, progress, closed);
        for (var notes = 0; notes < 10; notes++) {
            switch (NextStep.of(seen)) {
                case Step.Note(var next, var _) -> seen = seen.with(next);
                case Step.Wait(var blockers) -> {
                    return blockers;
                }
                case Step.Update _ -> {
                    look.texts(rollout); // what cannot be read cannot be written
                    return List.of();
                }
                case Step.SetPause _, Step.Lift _, Step.Clear _, Step.Forget _, Step.Complete _ -> {
                    return List.of();
                }
            }
        }
        return List.of();
    }

    /** Nothing is in the way: the next run of the job does it. */
    private Blocker schedule(JobName job, Instant since) {
        var found = jobs.list().stream().filter(it -> it.job().equals(job)).findFirst();
        var next = found.map(Jobs.JobView::nextFireAt).orElse(null);
        var running =
                found.map(Jobs.JobView::lastRun)
                        .filter(it -> it.finishedAt() == null)
                        .map(it -> it.runId().value());
        if (running.isPresent()) {
            return new Blocker(
                    Kind.SEMAPHORE,
                    null,
                    running.get(),
                    "run %s of %s is at work or waits for the others".formatted(running.get(), job),
                    since,
                    null);
        }
        return new Blocker(
                Kind.SCHEDULE,
                null,
                job.value(),
                next == null
                        ? "%s has no schedule; somebody has to start a run".formatted(job)
                        : "the next run of %s is at %s".formatted(job, next),
                since,
                next);
    }
}
