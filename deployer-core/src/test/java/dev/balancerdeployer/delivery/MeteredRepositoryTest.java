package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeteredRepositoryTest {

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry =
            new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final InMemoryConfigRepository behind = new InMemoryConfigRepository();
    private final ConfigRepository repository = new MeteredRepository(behind, registry);

    @Test
    void countsFailuresAndTheTimeSinceTheLastGoodFetch() {
        behind.commit(namespace("maps").object("a", "1").locations("sas"));
        assertThat(age()).isNaN();

        repository.fetch();
        clock.add(Duration.ofSeconds(40));
        behind.fail("the host does not answer");
        assertThatThrownBy(repository::fetch).isInstanceOf(SourceUnavailable.class);

        assertThat(age()).isEqualTo(40);
        assertThat(DeliveryMeter.GIT_FETCH.described().timerIn(registry).count()).isEqualTo(2);
        assertThat(DeliveryMeter.GIT_FETCH_FAILURES.described().counterIn(registry).count())
                .isEqualTo(1);
    }

    private double age() {
        return registry.get("deployer.git.fetch.age").gauge().value();
    }
}
