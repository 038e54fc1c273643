package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Job;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.KillSwitch;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.coordination.RunResult;
import dev.balancerdeployer.coordination.SwitchState;
import dev.balancerdeployer.delivery.Delivery.Result;
import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import dev.balancerdeployer.delivery.Deployment.Invalid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts rollouts: those that were asked for, and in a scheduled run whatever the delivered branch
 * holds that is not on its way yet (SPEC 2.3).
 */
final class DeployerJob implements Job {

    private static final Logger log = LoggerFactory.getLogger(DeployerJob.class);

    private final DeliveryRecords records;
    private final Deployments deployments;
    private final ConfigRepository repository;
    private final KillSwitch killSwitch;
    private final Delivery delivery;
    private final RolloutDriver driver;
    private final SourceFacts facts;

    DeployerJob(
            DeliveryRecords records,
            Deployments deployments,
            ConfigRepository repository,
            KillSwitch killSwitch,
            Delivery delivery,
            RolloutDriver driver) {
        this.records = records;
        this.deployments = deployments;
        this.repository = repository;
        this.killSwitch = killSwitch;
        this.delivery = delivery;
        this.driver = driver;
        this.facts = new SourceFacts(records);
    }

    @Override
    public JobName name() {
        return JobName.DEPLOYER;
    }

    @Override
    public RunResult run(RunContext run) throws InterruptedException {
        return switch (killSwitch.read()) {
            case SwitchState.Closed it -> RunResult.skipped(it.reason());
            case SwitchState.Open(var closed, var _) -> run(run, closed);
        };
    }

    private RunResult run(RunContext run, Set<String> closed) throws InterruptedException {
        var done = new DeliveryRun("nothing to deliver");
        resume(run, closed, done);
        var wanted = deployments.accepted();
        wanted.forEach(it -> deployments.take(it.id()));
        try {
            var head = repository.fetch();
            var listing = repository.list(head);
            for (var deployment : wanted) {
                try {
                    deploy(deployment, listing, run, closed, done);
                } catch (SourceUnavailable e) {
                    log.warn("deployment {} waits: {}", deployment.id(), e.getMessage());
                    done.note("deployment %s waits: %s".formatted(deployment.id(), e.getMessage()));
                }
            }
            startQueued(listing, run, closed, done);
            if (run.scheduled() || (wanted.isEmpty() && !run.requestedBy().equals(Actor.SELF))) {
                sweep(listing, run, closed, done);
            }
        } catch (SourceUnavailable e) {
            log.warn("the config repository is unavailable: {}", e.getMessage());
            return RunResult.failed(String.valueOf(e.getMessage()));
        }
        return done.result();
    }

    /** What a killed run began is finished first. */
    private void resume(RunContext run, Set<String> closed, DeliveryRun done)
            throws InterruptedException {
        for (var stored : records.underWay()) {
            var progress = stored.record().underWay();
            if (progress != null && (progress.configVersion() == null || progress.open() != null)) {
                var id = stored.record().id();
                Guarded.run(id, done, () -> done.add(id, driver.drive(id, run, closed, false)));
            }
        }
    }

    /**
     * What waits starts as soon as nothing is before it: the newest revision of the delivered
     * branch that contains the one asked for, else that one (SPEC D10).
     */
    private void startQueued(
            SourceListing listing, RunContext run, Set<String> closed, DeliveryRun done)
            throws InterruptedException {
        for (var stored : records.queued()) {
            var waiting = stored.record().waiting();
            if (waiting == null || stored.record().holds(waiting)) {
                continue;
            }
            run.checkpoint();
            Guarded.run(
                    stored.record().id(),
                    done,
                    () -> startQueued(stored, listing.revision(), run, closed, done));
        }
    }

    private void startQueued(
            Stored stored, Revision head, RunContext run, Set<String> closed, DeliveryRun done)
            throws InterruptedException {
        var id = stored.record().id();
        var revision = delivery.toStart(stored.record(), head);
        var source =
                repository.list(revision).namespaces().stream()
                        .filter(it -> it.id().equals(id))
                        .findFirst();
        if (source.isEmpty()) {
            delivery.dropUnlisted(stored, revision);
            return;
        }
        var result =
                delivery.deliver(stored, source.get(), revision, Cause.scheduled(), closed, run);
        tell(id, result, done);
    }

    /** Everything that the delivered branch holds. */
    private void sweep(SourceListing listing, RunContext run, Set<String> closed, DeliveryRun done)
            throws InterruptedException {
        var head = listing.revision();
        var known = facts.of(listing);
        var listed = new HashSet<NamespaceId>();
        for (var source : listing.namespaces()) {
            run.checkpoint();
            var stored = known.get(source.id());
            listed.add(source.id());
            if (stored == null
                    || (!Delivery.differs(stored.record(), source)
                            && stored.record().queued() == null)) {
                continue;
            }
            Guarded.run(
                    source.id(),
                    done,
                    () -> {
                        var result =
                                delivery.deliver(
                                        stored, source, head, Cause.scheduled(), closed, run);
                        tell(source.id(), result, done);
                        if (result instanceof Result.NotDescending(var delivered)) {
                            var why = notDescending(head, delivered);
                            facts.problem(source.id(), why);
                            done.failed(source.id(), why);
                        }
                    });
        }
        for (var stored : known.values()) {
            var id = stored.record().id();
            if (!listed.contains(id) && stored.record().queued() != null) {
                Guarded.run(id, done, () -> delivery.dropUnlisted(stored, head));
            }
        }
    }

    private static void tell(NamespaceId id, Result result, DeliveryRun done) {
        switch (result) {
            case Result.Unchanged _, Result.NotDescending _, Result.Held _ -> {
                // nothing to say here
            }
            case Result.Rolls(var _, var driven) -> done.add(id, driven);
            case Result.Overtaken _ -> done.failed(id, "somebody changed its record meanwhile");
        }
    }

    /**
     * One request.
     *
     * @param head what the delivered branch holds
     */
    private void deploy(
            Deployment deployment,
            SourceListing head,
            RunContext run,
            Set<String> closed,
            DeliveryRun done)
            throws InterruptedException {
        var revision = repository.resolve(deployment.wanted().revision());
        if (revision.isEmpty()) {
            deployments.finish(
                    deployment.failed(
                            null,
                            "unknown revision '%s'".formatted(deployment.wanted().revision())));
            done.note("deployment %s failed: unknown revision".formatted(deployment.id()));
            return;
        }
        SourceListing listing;
        try {
            listing = repository.list(revision.get());
        } catch (SourceUnavailable e) {
            // The head could be listed, so it is this revision that cannot: it must not hold
            // others.
            deployments.finish(deployment.failed(revision.get(), String.valueOf(e.getMessage())));
            done.note("deployment %s failed: %s".formatted(deployment.id(), e.getMessage()));
            return;
        }
        var selection = Selection.of(deployment.wanted(), listing);
        var known = known(selection, head, revision.get());
        for (var source : selection.sources()) {
            var stored = known.get(source.id());
            if (stored != null
                    && !deployment.wanted().manner().anyRevision()
                    && Delivery.differs(stored.record(), source)) {
                var delivered = delivery.notDescending(stored.record(), revision.get());
                if (delivered.isPresent()) {
                    deployments.finish(
                            deployment.failed(
                                    revision.get(),
                                    source.id()
                                            + ": "
                                            + notDescending(revision.get(), delivered.get())));
                    done.note("deployment %s failed: not a descendant".formatted(deployment.id()));
                    return;
                }
            }
        }
        var rollouts = new ArrayList<RolloutId>();
        var unchanged = new ArrayList<NamespaceId>();
        var invalid = new ArrayList<>(selection.invalid());
        var left = new ArrayList<NamespaceId>();
        for (var source : selection.sources()) {
            run.checkpoint();
            var stored = known.get(source.id());
            if (stored == null) {
                continue;
            }
            var ending =
                    Guarded.run(
                            source.id(),
                            done,
                            () -> {
                                var result =
                                        delivery.deliver(
                                                stored,
                                                source,
                                                revision.get(),
                                                Cause.of(deployment),
                                                closed,
                                                run);
                                tell(source.id(), result, done);
                                switch (result) {
                                    case Result.Rolls(var id, var _) -> rollouts.add(id);
                                    case Result.Unchanged _ -> unchanged.add(source.id());
                                    case Result.Overtaken _ -> left.add(source.id());
                                    case Result.Held(var why) ->
                                            invalid.add(invalid(source.id(), why));
                                    case Result.NotDescending(var other) ->
                                            invalid.add(
                                                    invalid(
                                                            source.id(),
                                                            notDescending(revision.get(), other)));
                                }
                            });
            switch (ending) {
                case DONE -> {
                    // as told above
                }
                case UNAVAILABLE -> left.add(source.id());
                case BROKEN -> invalid.add(invalid(source.id(), Guarded.BROKEN));
            }
        }
        if (!left.isEmpty()) {
            // It stays accepted: what it started already is found again by the next run.
            done.note(
                    "deployment %s waits: %s could not be asked".formatted(deployment.id(), left));
            return;
        }
        run.checkpoint(); // what an interruption left out must not be reported as done
        deployments.finish(deployment.done(revision.get(), rollouts, unchanged, invalid));
        done.note(
                "deployment %s: %d to roll, %d unchanged, %d invalid"
                        .formatted(
                                deployment.id(),
                                rollouts.size(),
                                unchanged.size(),
                                invalid.size()));
    }

    /** The records of what is asked for; what the delivered branch says is kept up on the way. */
    private Map<NamespaceId, Stored> known(
            Selection selection, SourceListing head, Revision revision) {
        if (revision.equals(head.revision())) {
            return facts.of(head);
        }
        var known = new HashMap<NamespaceId, Stored>();
        for (var source : selection.sources()) {
            known.put(source.id(), facts.ofUnlisted(source));
        }
        return known;
    }

    private static Invalid invalid(NamespaceId namespace, String reason) {
        return new Invalid(namespace.value(), new SourceProblem("", 0, reason));
    }

    static String notDescending(Revision revision, Revision delivered) {
        return "revision %s does not descend from the delivered %s".formatted(revision, delivered);
    }

    /**
     * What of a revision is asked for.
     *
     * @param invalid asked for, but not deliverable
     */
    record Selection(List<SourceNamespace> sources, List<Invalid> invalid) {

        static Selection of(Deployment.Wanted wanted, SourceListing listing) {
            var sources =
                    listing.namespaces().stream().filter(it -> wanted.means(it.id())).toList();
            var invalid = new ArrayList<Invalid>();
            for (var refused : listing.refused()) {
                var meant =
                        wanted.namespaces().isEmpty()
                                || wanted.namespaces().stream()
                                        .anyMatch(it -> it.value().equals(refused.name()));
                if (meant) {
                    refused.problems().forEach(it -> invalid.add(new Invalid(refused.name(), it)));
                }
            }
            for (var name : wanted.namespaces()) {
                if (sources.stream().noneMatch(it -> it.id().equals(name))
                        && invalid.stream().noneMatch(it -> it.namespace().equals(name.value()))) {
                    invalid.add(
                            new Invalid(
                                    name.value(),
                                    new SourceProblem("", 0, "not in this revision")));
                }
            }
            return new Selection(sources, invalid);
        }
    }
}
