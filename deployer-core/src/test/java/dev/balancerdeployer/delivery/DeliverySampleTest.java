package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.KillSwitch;
import dev.balancerdeployer.coordination.SwitchState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeliverySampleTest {

    private final World world = new World();
    private final AtomicLong nanos = new AtomicLong();
    private final KnownJobs jobs = new KnownJobs(JobName.UNPAUSER);
    private final Map<AlertKind, Integer> alerts = new EnumMap<>(AlertKind.class);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DeliverySample sample = sample();

    private DeliverySample sample() {
        KillSwitch killSwitch = () -> world.killSwitch;
        var made =
                new DeliverySample(
                        new DeliverySample.Sources(
                                world.records,
                                world.awacs,
                                killSwitch,
                                jobs,
                                () -> alerts,
                                world.time),
                        nanos::get);
        made.bindTo(registry);
        return made;
    }

    @Test
    void countsRolloutsNamespacesAndTheirPauses() {
        world.repository.commit(namespace("maps").object("a", "1").locations("sas", "vla"));
        world.deploy();
        world.clock.advance(Duration.ofSeconds(20));
        world.repository.commit(namespace("maps").object("a", "2").locations("sas", "vla"));
        world.deploy();
        world.clock.advance(Duration.ofSeconds(10));

        sample.round();

        assertThat(gauge("deployer.rollouts", "state", "ROLLING_OUT")).isEqualTo(1);
        assertThat(gauge("deployer.rollouts", "state", "QUEUED")).isEqualTo(1);
        assertThat(gauge("deployer.rollouts", "state", "CONFLICT")).isZero();
        assertThat(gauge("deployer.namespaces", "state", "ROLLING_OUT")).isEqualTo(1);
        assertThat(gauge("deployer.oldest.pause.age", "kind", "BAKE")).isBetween(30.0, 30.1);
        assertThat(gauge("deployer.oldest.pause.age", "kind", "HUMAN")).isZero();
        assertThat(gauge("deployer.git.undelivered.age")).isBetween(10.0, 10.1);
        assertThat(gauge("deployer.overdue.pauses")).isZero();
        assertThat(gauge("deployer.kill.switch.open")).isEqualTo(1);

        world.clock.advance(Duration.ofDays(1));
        sample.round();
        assertThat(gauge("deployer.overdue.pauses")).isEqualTo(1);
    }

    @Test
    void tellsTheStatesThatReadersSee() {
        for (var name : List.of("done", "odd", "fought")) {
            world.repository.commit(namespace(name).object("a", "1").locations("sas"));
        }
        world.deploy();
        world.awacs.edit("fought", "a", "by hand");
        world.repository.commit(namespace("fought").object("a", "2").locations("sas"));
        world.repository.commit(namespace("going").object("a", "2").locations("sas", "vla"));
        world.repository.refuse("odd", new SourceProblem("namespace.yaml", 1, "not YAML"));
        world.deploy();

        for (var name : List.of("done", "odd", "fought", "going")) {
            assertThat(DeliveryFigures.state(world.record(name)))
                    .as(name)
                    .isEqualTo(world.view(name).state());
        }
        sample.round();
        assertThat(gauge("deployer.namespaces", "state", "SYNCED")).isEqualTo(1);
        assertThat(gauge("deployer.namespaces", "state", "INVALID")).isEqualTo(1);
        assertThat(gauge("deployer.namespaces", "state", "CONFLICT")).isEqualTo(1);
        assertThat(gauge("deployer.namespaces", "state", "ROLLING_OUT")).isEqualTo(1);
    }

    @Test
    void keepsThePausesLastSeenWhileAwacsDoesNotAnswer() {
        world.repository.commit(namespace("maps").object("a", "1").locations("sas", "vla"));
        world.deploy();
        sample.round();
        world.clock.advance(Duration.ofSeconds(20));
        world.awacs.failCalls(1);

        sample.round();

        assertThat(gauge("deployer.oldest.pause.age", "kind", "BAKE")).isBetween(20.0, 20.1);
    }

    @Test
    void growsOldWhileAwacsDoesNotAnswerButTellsTheRest() {
        world.repository.commit(namespace("maps").object("a", "1").locations("sas", "vla"));
        world.deploy();
        sample.round();
        world.killSwitch = new SwitchState.Closed("closed");
        for (var i = 1; i <= 3; i++) {
            world.awacs.failCalls(1);
            nanos.addAndGet(Duration.ofSeconds(15).toNanos());

            sample.round();

            assertThat(gauge("deployer.sample.age")).isEqualTo(15 * i);
        }
        assertThat(gauge("deployer.kill.switch.open")).isZero();

        sample.round();
        assertThat(gauge("deployer.sample.age")).isZero();
    }

    @Test
    void asksAwacsNoMoreInARoundOnceItDidNotAnswer() {
        for (var name : List.of("maps", "search")) {
            world.repository.commit(namespace(name).object("a", "1").locations("sas", "vla"));
        }
        world.deploy();
        world.clock.advance(Duration.ofSeconds(20));
        world.awacs.failCalls(2);

        sample.round(); // fails at one namespace and leaves the other alone
        sample.round();
        nanos.addAndGet(Duration.ofSeconds(15).toNanos());
        assertThat(gauge("deployer.sample.age")).isEqualTo(15);
        assertThat(gauge("deployer.oldest.pause.age", "kind", "BAKE")).isZero();

        sample.round();
        assertThat(gauge("deployer.sample.age")).isZero();
        assertThat(gauge("deployer.oldest.pause.age", "kind", "BAKE")).isPositive();
    }

    @Test
    void withoutNamespacesToAskForAwacsMayBeDown() {
        world.awacs.failCalls(1);
        nanos.addAndGet(Duration.ofSeconds(15).toNanos());

        sample.round();

        assertThat(gauge("deployer.sample.age")).isZero();
    }

    @Test
    void saysHowLongTheUnpauserIsSilent() {
        sample.round();
        assertThat(gauge("deployer.unpauser.silence")).isZero();
        var ran = world.clock.instant();
        jobs.add(ran, ran, ran);
        jobs.add(ran, null, Instant.MAX); // one that never started
        world.clock.advance(Duration.ofSeconds(70));

        sample.round();
        assertThat(gauge("deployer.unpauser.silence")).isEqualTo(70);

        jobs.runs.removeLast(); // only runs that never started are left to see
        world.clock.advance(Duration.ofSeconds(10));
        sample.round();
        assertThat(gauge("deployer.unpauser.silence")).isEqualTo(80);
    }

    @Test
    void anUnpauserThatNeverRanIsSilentSinceItWasFirstDue() {
        var due = world.clock.instant();
        jobs.add(due, null, due.plusSeconds(5)); // skipped
        world.clock.advance(Duration.ofMinutes(30));
        jobs.add(due.plus(Duration.ofMinutes(30)), null, null); // waits
        jobs.add(null, null, null); // requested, so never due
        world.clock.advance(Duration.ofSeconds(10));

        sample.round();
        assertThat(gauge("deployer.unpauser.silence")).isEqualTo(30 * 60 + 10);

        var ran = world.clock.instant();
        jobs.add(ran, ran, ran);
        world.clock.advance(Duration.ofSeconds(7));
        sample.round();
        assertThat(gauge("deployer.unpauser.silence")).isEqualTo(7);
    }

    @Test
    void anUnpauserThatRunsIsSilentSinceItsStart() {
        var began = world.clock.instant();
        jobs.add(began.minusSeconds(60), began, null);
        world.clock.advance(Duration.ofSeconds(30));

        sample.round();

        assertThat(gauge("deployer.unpauser.silence")).isEqualTo(30);
    }

    @Test
    void showsAlertsTheSwitchAndItsOwnAge() {
        alerts.put(AlertKind.STAGE_STUCK, 2);
        world.killSwitch = new SwitchState.Closed("closed");
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(gauge("deployer.sample.age")).isEqualTo(9);

        sample.round();

        assertThat(gauge("deployer.alerts", "kind", "STAGE_STUCK")).isEqualTo(2);
        assertThat(gauge("deployer.alerts", "kind", "ORPHAN_PAUSE")).isZero();
        assertThat(gauge("deployer.kill.switch.open")).isZero();
        assertThat(gauge("deployer.sample.age")).isZero();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }
}
