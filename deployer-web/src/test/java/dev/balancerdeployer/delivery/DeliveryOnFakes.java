package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.Jobs;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/** The use cases of delivery in a world of fakes, whose jobs are run by the test. */
@NullMarked
public final class DeliveryOnFakes {

    private final World world = new World();
    private final Jobs jobs;

    public DeliveryOnFakes(Jobs jobs) {
        this.jobs = jobs;
    }

    public Revision commit(NamespaceSource source) {
        return world.repository.commit(source);
    }

    /** All that was asked for. */
    public List<Deployment> requests() {
        return world.deployments.all();
    }

    /** One run that takes up requests. */
    public void deployRequested() {
        world.deployRequested();
    }

    /** Delivers what the branch holds to the end. */
    public void deliver(String namespace) {
        world.deploy();
        world.complete(namespace);
    }

    public Namespaces namespaces() {
        return world.namespaces();
    }

    public Rollouts rollouts() {
        return world.rollouts();
    }

    public Holds holds() {
        return new Holds(world.records, jobs);
    }

    public Resolving resolving() {
        return new Resolving(
                world.records,
                new Contents(world.awacs, world.repository),
                jobs,
                world.time,
                new Ids(new Random(8)));
    }

    /** Somebody changes an object in awacs. */
    public void edit(String namespace, String path, String text) {
        world.awacs.edit(namespace, path, text);
    }

    /** One run of the puller. */
    public void pull() {
        world.pull();
    }

    public Alerts alerts() {
        return new Alerts(world.alerts);
    }

    /** Somebody leaves a pause of the automation behind, and the monitor finds it. */
    public void forgetPause(String namespace, String location) {
        world.awacs.pauseByHand(namespace, location, "bake-old", PauseKind.BAKE);
        world.monitor();
    }

    public DeploymentIntake intake() {
        return new DeploymentIntake(
                new DeploymentIntake.Parts(
                        world.deployments,
                        world.records,
                        world.repository,
                        world.awacs,
                        (_, _, _) -> "",
                        jobs,
                        world.time,
                        new Ids(new Random(7))));
    }

    public AlertPauses alertPauses(Audit audit) {
        return new AlertPauses(world.records, world.awacs, audit, new Ids(new Random(9)));
    }

    /** What is behind it all. */
    public InMemoryAwacs awacs() {
        return world.awacs;
    }

    /** One run that starts what the branch holds. */
    public void deploy() {
        world.deploy();
    }

    /** The bake passes, and the unpauser runs. */
    public void bakeAndUnpause() {
        world.clock.advance(World.BAKE);
        world.unpause();
    }

    public Pushes pushes(DeploymentIntake intake) {
        return new Pushes(world.repository, new InMemorySeenPushes(), intake);
    }
}
