package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Job;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.KillSwitch;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.coordination.RunResult;
import dev.balancerdeployer.coordination.SwitchState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The pause monitor (SPEC D15): looks at every namespace and says what a person should look at.
 * Writes nothing to awacs, and looks also while the kill switch is closed.
 */
final class MonitorJob implements Job {

    private static final int NAMED = 3;

    private final DeliveryRecords records;
    private final Awacs awacs;
    private final KillSwitch killSwitch;
    private final DatabaseTime time;
    private final Supplier<Why> why;
    private final AlertBook book;
    private final Duration deadline;

    /**
     * What the monitor looks at.
     *
     * @param why asked for when it is needed: it knows the jobs, of which the monitor is one
     */
    record Sources(
            DeliveryRecords records,
            Awacs awacs,
            KillSwitch killSwitch,
            DatabaseTime time,
            Supplier<Why> why) {}

    MonitorJob(Sources sources, AlertBook book, Duration deadline) {
        this.records = sources.records();
        this.awacs = sources.awacs();
        this.killSwitch = sources.killSwitch();
        this.time = sources.time();
        this.why = sources.why();
        this.book = book;
        this.deadline = deadline;
    }

    @Override
    public JobName name() {
        return JobName.MONITOR;
    }

    @Override
    public RunResult run(RunContext run) throws InterruptedException {
        var done = new DeliveryRun("all is well");
        if (killSwitch.read() instanceof SwitchState.Closed(var reason, var _, var _)) {
            done.note("the kill switch is closed: " + reason);
        }
        var findings = new ArrayList<Finding>();
        var unseen = new HashSet<NamespaceId>();
        for (var stored : records.all()) {
            run.checkpoint();
            var id = stored.record().id();
            var ending = Guarded.run(id, done, () -> findings.addAll(look(id)));
            if (ending != Guarded.Ending.DONE) {
                unseen.add(id);
            }
        }
        var changes = book.keep(findings, it -> isJudged(it, unseen));
        if (changes.fired() + changes.resolved() > 0) {
            done.note("%d alerts began, %d ended".formatted(changes.fired(), changes.resolved()));
        }
        if (!findings.isEmpty()) {
            done.note(
                    findings.size()
                            + " findings: "
                            + findings.stream()
                                    .limit(NAMED)
                                    .map(it -> it.kind() + " " + it.summary())
                                    .collect(Collectors.joining(", "))
                            + (findings.size() > NAMED ? ", .." : ""));
        }
        return done.result();
    }

    /** Awacs first: a pause that is seen there belongs to what the record knows by then. */
    private List<Finding> look(NamespaceId id) {
        var known = awacs.find(id);
        var stored = records.find(id);
        if (known.isEmpty() || stored.isEmpty()) {
            return List.of();
        }
        return new Findings(
                        stored.get().record(),
                        known.get(),
                        time.now(),
                        deadline,
                        it -> why.get().of(stored.get(), it))
                .all();
    }

    /** What could not be looked at is neither found nor gone; the unpauser is watched elsewhere. */
    private static boolean isJudged(Alert alert, Set<NamespaceId> unseen) {
        return alert.kind() != AlertKind.UNPAUSER_SILENT && !unseen.contains(alert.namespace());
    }
}
