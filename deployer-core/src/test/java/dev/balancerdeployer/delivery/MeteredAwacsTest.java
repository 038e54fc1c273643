package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.DatabaseTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeteredAwacsTest extends AwacsContract {

    private final DatabaseTime time = () -> Instant.parse("2026-11-24T12:00:00Z");
    private final InMemoryAwacs behind = new InMemoryAwacs(time);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Awacs awacs = new MeteredAwacs(behind, registry);

    @Override
    protected Awacs awacs() {
        return awacs;
    }

    @Override
    protected DatabaseTime time() {
        return time;
    }

    @Override
    protected void report(
            NamespaceId namespace, LocationId location, long version, BalancerState state) {
        behind.report(namespace.value(), location.value(), version, state);
    }

    @Test
    void tellsAnswersRefusalsAndSilenceApart() {
        behind.create("maps", Map.of("a", "1"), "sas");

        assertThat(awacs.find(new NamespaceId("maps"))).isPresent();
        lift("maps");
        lift("unheard-of");
        behind.failCalls(1);
        assertThatThrownBy(() -> lift("maps")).isInstanceOf(AwacsUnavailable.class);

        assertThat(count("find", "done")).isEqualTo(1);
        assertThat(count("lift", "done")).isEqualTo(1);
        assertThat(count("lift", "refused")).isEqualTo(1);
        assertThat(count("lift", "unavailable")).isEqualTo(1);
    }

    private void lift(String namespace) {
        var lift =
                new Awacs.Lift(
                        new NamespaceId(namespace),
                        new LocationId("sas"),
                        new PauseToken("t"),
                        null,
                        List.of());
        awacs.lift(lift, InMemoryAwacs.PERSON, Safeguard.none());
    }

    private long count(String operation, String outcome) {
        return DeliveryMeter.AWACS_CALL.described().timerIn(registry, operation, outcome).count();
    }
}
