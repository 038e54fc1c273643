package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Weighty.PRODUCTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gauges and counters of weights show (SPEC O3). */
class WeightSampleTest {

    private final World world = new World();
    private final World.Replica replica = world.process();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final WeightSample sample =
            new WeightSample(world.stores, replica.workshop.publication(), nanos::get, registry);

    @BeforeEach
    void create() {
        apply(Weighty.config("search SAS=34 MSK=33 MAN=33; video SAS=1 MSK=1"));
    }

    @Test
    void showsEachLocationOfEachComponent() {
        apply(Weighty.set("search SAS=0"));
        sample.round();

        assertThat(points("search", "value", "SAS")).isZero();
        assertThat(points("search", "value", "MSK")).isEqualTo(50);
        assertThat(points("search", "effective", "MSK")).isEqualTo(50);
        assertThat(gauge("weights.zero.locations", "component", "search")).isOne();
        assertThat(gauge("weights.version")).isEqualTo(2);
        assertThat(gauge("weights.active.shifts")).isZero();
        assertThat(gauge("weights.next.shift.end")).isNaN();
        assertThat(gauge("weights.unpublished.age")).isZero();
    }

    @Test
    void showsWhatAShiftDoesAndHowLongItHolds() {
        apply(
                Weighty.request(
                        new Change.StartShift(
                                List.of(Weighty.at("SAS")), null, Duration.ofMinutes(10))));
        sample.round();

        assertThat(points("search", "value", "SAS")).isEqualTo(34);
        assertThat(points("search", "effective", "SAS")).isZero();
        assertThat(gauge("weights.active.shifts")).isOne();
        assertThat(gauge("weights.next.shift.end")).isEqualTo(600);
        pass(Duration.ofSeconds(7));
        assertThat(gauge("weights.next.shift.end")).isEqualTo(593);
        pass(Duration.ofHours(1));
        assertThat(gauge("weights.next.shift.end")).isZero();
        replica.shiftEnds.round();
        sample.round();
        assertThat(gauge("weights.next.shift.end")).isNaN();
    }

    @Test
    void showsForHowLongAVersionIsNotPublished() {
        applyUnpublished(Weighty.set("search SAS=0"));
        pass(Duration.ofSeconds(20));
        sample.round();

        assertThat(gauge("weights.unpublished.age")).isEqualTo(20);
        pass(Duration.ofSeconds(5));
        assertThat(gauge("weights.unpublished.age")).isEqualTo(25);
        replica.reconciler.round();
        sample.round();
        assertThat(gauge("weights.unpublished.age")).isZero();
    }

    /** Changes that follow do not make it any younger. */
    @Test
    void countsFromTheFirstVersionThatIsNotPublished() {
        applyUnpublished(Weighty.set("search SAS=0"));
        pass(Duration.ofSeconds(20));
        applyUnpublished(Weighty.set("search MSK=0"));
        pass(Duration.ofSeconds(5));
        sample.round();

        assertThat(gauge("weights.version")).isEqualTo(3);
        assertThat(gauge("weights.unpublished.age")).isEqualTo(25);
    }

    @Test
    void forgetsWhatIsGone() {
        sample.round();
        assertThat(registry.find("weights.points").tag("location", "MAN").gauges()).isNotEmpty();

        apply(Weighty.config("search SAS=34 MSK=33").at(1));
        sample.round();

        assertThat(registry.find("weights.points").tag("location", "MAN").gauges()).isEmpty();
    }

    @Test
    void itsAgeGrowsUntilTheNextLook() {
        pass(Duration.ofSeconds(30));
        assertThat(registry.get("weights.sample.age").gauge().value()).isEqualTo(30);
        sample.round();
        assertThat(registry.get("weights.sample.age").gauge().value()).isZero();
    }

    @Test
    void countsAttemptsAndTimesPublications() {
        var metered = new MeteredChanges(registry);

        metered.attempted(PRODUCTION, WeightSignals.Attempted.CONFLICT);
        metered.published(PRODUCTION, Duration.ofMillis(30));

        var attempts = registry.get("weights.attempts");
        assertThat(attempts.tag("outcome", "conflict").counter().count()).isOne();
        assertThat(registry.get("weights.attempts").tag("outcome", "written").counter().count())
                .isZero();
        assertThat(registry.get("weights.publish").timer().max(TimeUnit.MILLISECONDS))
                .isEqualTo(30);
    }

    private void applyUnpublished(ChangeRequest request) {
        var dying = world.process();
        dying.diesAfterReplacing = true;
        assertThatExceptionOfType(World.Killed.class)
                .isThrownBy(() -> dying.changes.apply(request));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        world.clock.advance(time);
    }

    private void apply(ChangeRequest request) {
        assertThat(replica.changes.apply(request)).isInstanceOf(Outcome.Done.class);
    }

    private double points(String component, String kind, String location) {
        return gauge("weights.points", "component", component, "kind", kind, "location", location);
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tag("config", PRODUCTION.value()).tags(tags).gauge().value();
    }
}
