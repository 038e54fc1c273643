package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.Upkeep;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks for a run when a rollout that waited has nothing before it any more, so that it goes on by
 * itself whatever the deployer's schedule is (SPEC D6, D10). A run that could not start it is not
 * repeated within the minute.
 */
final class WaitingRollouts implements Upkeep {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DeliveryRecords records;
    private final Awacs awacs;
    private final Jobs jobs;
    private final DatabaseTime time;

    WaitingRollouts(DeliveryRecords records, Awacs awacs, Jobs jobs, DatabaseTime time) {
        this.records = records;
        this.awacs = awacs;
        this.jobs = jobs;
        this.time = time;
    }

    @Override
    public String name() {
        return "waiting rollouts";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void round() {
        var ready =
                records.queued().stream()
                        .map(DeliveryRecords.Stored::record)
                        .filter(this::canStart)
                        .findFirst();
        if (ready.isEmpty()) {
            return;
        }
        var newest =
                jobs.runs(JobName.DEPLOYER, PageRequest.first(1)).stream()
                        .flatMap(it -> it.items().stream())
                        .findFirst();
        var freeSince = freeSince(ready.get());
        if (newest.map(it -> isOver(it, freeSince)).orElse(true)) {
            jobs.request(
                    JobName.DEPLOYER,
                    Run.Trigger.RECOVERY,
                    Actor.self(),
                    "a rollout of %s can start".formatted(ready.get().id()));
        }
    }

    /** Whatever else would be in its way was found, and stored, by the run that saw it. */
    private boolean canStart(NamespaceRecord record) {
        var waiting = record.waiting();
        if (waiting == null
                || record.holds(waiting)
                || !waiting.progress().equals(RolloutProgress.Queued.free())) {
            return false;
        }
        var running = record.underWay();
        return running == null
                || record.pulls().resolutions().stream().anyMatch(it -> it.take() == Take.GIT)
                || hasFailed(record, running);
    }

    private boolean hasFailed(NamespaceRecord record, UnderWay running) {
        try {
            return Succession.hasFailed(running, awacs.find(record.id()).orElse(null));
        } catch (AwacsUnavailable _) {
            return false; // the next round asks again
        }
    }

    /** The last run ended before the way was free, or long ago. */
    private boolean isOver(Run run, Instant freeSince) {
        var finished = run.finishedAt();
        return finished != null
                && (finished.isBefore(freeSince) || finished.isBefore(time.now().minus(PATIENCE)));
    }

    private static Instant freeSince(NamespaceRecord record) {
        var current = record.current();
        return current != null && current.progress() instanceof RolloutProgress.Ended it
                ? it.finishedAt()
                : Instant.EPOCH;
    }
}
