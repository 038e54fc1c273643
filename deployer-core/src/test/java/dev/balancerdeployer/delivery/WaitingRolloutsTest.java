package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.JobName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WaitingRolloutsTest {

    private final World world = new World();
    private final KnownJobs jobs = new KnownJobs(JobName.DEPLOYER);
    private final WaitingRollouts waiting =
            new WaitingRollouts(world.records, world.awacs, jobs, world.time);

    @Test
    void asksForARunOnceTheWayIsFree() {
        queueBehindAnother();
        ran(world.clock.instant());
        waiting.round();
        assertThat(jobs.requests).isEmpty();

        finish();
        waiting.round();

        assertThat(jobs.requests).hasSize(1);
    }

    @Test
    void asksAgainOnlyAfterAWhileIfTheRunCouldNotStartIt() {
        queueBehindAnother();
        finish();
        ran(world.clock.instant().plusSeconds(1));
        world.clock.advance(Duration.ofSeconds(30));
        waiting.round();
        assertThat(jobs.requests).isEmpty();

        world.clock.advance(Duration.ofMinutes(1));
        waiting.round();

        assertThat(jobs.requests).hasSize(1);
    }

    @Test
    void leavesAConflictToPeople() {
        world.repository.commit(namespace("maps").object("a", "1").locations("sas"));
        world.deploy();
        world.awacs.edit("maps", "a", "by hand");
        world.repository.commit(namespace("maps").object("a", "2").locations("sas"));
        world.deploy();

        waiting.round();

        assertThat(world.record("maps").queued()).isNotNull();
        assertThat(jobs.requests).isEmpty();
    }

    private void ran(Instant at) {
        jobs.add(null, at, at);
    }

    private void queueBehindAnother() {
        world.repository.commit(namespace("maps").object("a", "1").locations("sas", "vla"));
        world.deploy();
        world.repository.commit(namespace("maps").object("a", "2").locations("sas", "vla"));
        world.deploy();
    }

    private void finish() {
        world.clock.advance(World.BAKE);
        world.unpause();
        assertThat(world.current("maps").state()).isEqualTo(RolloutState.COMPLETED);
    }
}
