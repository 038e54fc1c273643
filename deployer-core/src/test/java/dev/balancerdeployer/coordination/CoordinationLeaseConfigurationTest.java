package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

class CoordinationLeaseConfigurationTest {

    private final FaultySemaphores semaphores =
            new FaultySemaphores(new InMemorySemaphores(new MutableClock()));

    @Test
    void startsWithoutTheStoreAndHandsOutLeasesOnceItIsThere() throws Exception {
        semaphores.have(FaultySemaphores.Faults.UNREACHABLE);
        try (var context = context(Map.of())) {
            semaphores.have(FaultySemaphores.Faults.NONE);
            var name = context.getBean(SemaphoreName.class);
            var leases = context.getBean(Leases.class);

            try (var lease =
                    leases.acquire(name, new RunId("run-1"), Duration.ZERO, () -> true)
                            .orElseThrow()) {
                assertThat(lease.fence().semaphore().value()).isEqualTo("MAPS_BALANCER_DEPLOYER");
                assertThat(lease.held()).isTrue();
            }
            assertThat(context.getBean(ProgramLeases.class).list(PageRequest.first(1)).items())
                    .isEmpty();
        }
    }

    @Test
    void takesItsSettings() {
        var settings =
                Map.<String, Object>of(
                        "deployer.lease.ttl", "1h",
                        "deployer.lease.renew", "PT20M",
                        "deployer.lease.fence-after", "50m",
                        "deployer.semaphore.name", "other");
        try (var context = context(settings)) {
            assertThat(context.getBean(SemaphoreName.class)).isEqualTo(new SemaphoreName("other"));
            assertThat(context.getBean(LeaseProperties.class).timing())
                    .isEqualTo(
                            new LeaseTiming(
                                    Duration.ofHours(1),
                                    Duration.ofMinutes(20),
                                    Duration.ofMinutes(50)));
        }
    }

    @Test
    void doesNotStartWithTimesThatWouldNotKeepALease() {
        assertThatThrownBy(() -> context(Map.of("deployer.lease.fence-after", "30s")))
                .hasStackTraceContaining("deployer.lease.fence-after: 'PT30S' (expected: ");
    }

    private AnnotationConfigApplicationContext context(Map<String, Object> settings) {
        var context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("test", settings));
        context.registerBean(Semaphores.class, () -> semaphores);
        context.register(CoordinationLeaseConfiguration.class);
        context.refresh();
        return context;
    }
}
