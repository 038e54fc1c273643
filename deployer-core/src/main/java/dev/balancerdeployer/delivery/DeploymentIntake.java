package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.RunId;
import dev.balancerdeployer.delivery.Deployment.Wanted;
import dev.balancerdeployer.delivery.DryRun.NamespaceChange;
import dev.balancerdeployer.delivery.DryRun.ObjectChange;
import dev.balancerdeployer.delivery.DryRun.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Takes requests to deploy (SPEC D6). Thread-safe. */
public final class DeploymentIntake {

    private final Deployments deployments;
    private final DeliveryRecords records;
    private final ConfigRepository repository;
    private final Awacs awacs;
    private final TextDiff diff;
    private final Jobs jobs;
    private final DatabaseTime time;
    private final Ids ids;

    /** What the intake reads and asks. */
    record Parts(
            Deployments deployments,
            DeliveryRecords records,
            ConfigRepository repository,
            Awacs awacs,
            TextDiff diff,
            Jobs jobs,
            DatabaseTime time,
            Ids ids) {}

    DeploymentIntake(Parts parts) {
        this.deployments = parts.deployments();
        this.records = parts.records();
        this.repository = parts.repository();
        this.awacs = parts.awacs();
        this.diff = parts.diff();
        this.jobs = parts.jobs();
        this.time = parts.time();
        this.ids = parts.ids();
    }

    /**
     * An accepted request.
     *
     * @param run the run that takes it up; if that one dies or is skipped, a later one does
     */
    public record Accepted(Deployment deployment, RunId run) {}

    /**
     * Stores the request, or joins an equal one that waits, then asks for a run. If that last step
     * is lost in a crash, {@link PendingDeployments} asks again.
     */
    public Accepted accept(Wanted wanted, Actor by) {
        var accepted =
                deployments.accept(
                        Deployment.accepted(ids.deployment(), wanted, by.name(), time.now()));
        var run =
                jobs.request(
                        JobName.DEPLOYER,
                        wanted.origin() == Deployment.Origin.PUSH
                                ? Run.Trigger.HOOK
                                : Run.Trigger.REQUEST,
                        by,
                        "deployment " + accepted.id() + ": " + wanted.reason());
        return new Accepted(accepted, run.orElseThrow());
    }

    public Optional<Deployment> find(DeploymentId id) {
        return deployments.find(id);
    }

    /**
     * Shows what a request would roll now, and stores nothing.
     *
     * @return empty if there is no such revision
     * @throws SourceUnavailable if the repository cannot be read
     */
    public Optional<DryRun> dryRun(Wanted wanted) {
        repository.fetch();
        return repository.resolve(wanted.revision()).map(it -> dryRun(wanted, it));
    }

    private DryRun dryRun(Wanted wanted, Revision revision) {
        var selection = DeployerJob.Selection.of(wanted, repository.list(revision));
        var changes = new ArrayList<NamespaceChange>();
        var unchanged = new ArrayList<NamespaceId>();
        for (var source : selection.sources()) {
            var record = records.find(source.id()).map(DeliveryRecords.Stored::record);
            if (record.isPresent() && !Delivery.differs(record.get(), source)) {
                unchanged.add(source.id());
                continue;
            }
            var objects = objects(source.id(), revision);
            if (objects.isEmpty() && record.map(it -> it.newest() == null).orElse(true)) {
                unchanged.add(source.id()); // what awacs holds already would be adopted
                continue;
            }
            changes.add(new NamespaceChange(source.id(), objects));
        }
        return new DryRun(revision, changes, unchanged, selection.invalid());
    }

    private List<ObjectChange> objects(NamespaceId namespace, Revision revision) {
        SortedMap<ObjectPath, String> before =
                awacs.find(namespace)
                        .flatMap(it -> awacs.objects(namespace, it.version()))
                        .orElseGet(TreeMap::new);
        var after = repository.objects(revision, namespace);
        var paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        var changes = new ArrayList<ObjectChange>();
        for (var path : paths) {
            var from = before.get(path);
            var to = after.get(path);
            if (!Objects.equals(from, to)) {
                var op = from == null ? Op.ADD : to == null ? Op.REMOVE : Op.REPLACE;
                changes.add(new ObjectChange(path, op, diff.unified(path, from, to)));
            }
        }
        return changes;
    }
}
