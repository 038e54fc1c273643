package dev.balancerdeployer.delivery.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.AwacsNamespace;
import dev.balancerdeployer.delivery.BalancerState;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.delivery.registry.NodeTargets.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class RegistryConfigurationTest {

    private static final NamespaceId MAPS = new NamespaceId("maps");
    private static final LocationId SAS = new LocationId("sas");

    private final DatabaseTime time = () -> Instant.parse("2026-11-24T12:00:00Z");
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withUserConfiguration(RegistryConfiguration.class)
                    .withBean(DatabaseTime.class, () -> time)
                    .withBean(HostedNamespaces.class, () -> new InMemoryHostedNamespaces(time))
                    .withBean(ObjectTexts.class, InMemoryObjectTexts::new);

    @Test
    void waitsForReportsUnlessToldOtherwise() {
        runner.run(it -> assertThat(stateAfterCreation(it)).isEqualTo(BalancerState.IN_PROGRESS));
        runner.withPropertyValues("awacs.activation=reported")
                .run(it -> assertThat(stateAfterCreation(it)).isEqualTo(BalancerState.IN_PROGRESS));
        runner.withPropertyValues("awacs.activation=immediate")
                .run(it -> assertThat(stateAfterCreation(it)).isEqualTo(BalancerState.ACTIVE));
    }

    @Test
    void aWrongValueFailsTheStartAndNamesTheSetting() {
        runner.withPropertyValues("awacs.activation=sometimes")
                .run(it ->
                        assertThat(it)
                                .getFailure()
                                .hasStackTraceContaining(
                                        "awacs.activation: 'sometimes'"
                                                + " (expected: immediate or reported)"));
    }

    @Test
    void answersThoseWhoWaitBeforeAnythingElseStops() {
        runner.run(it -> {
            stateAfterCreation(it);
            var targets = it.getBean(NodeTargets.class);
            var waits = targets.ask(new Question(MAPS, SAS, 1L), Duration.ofSeconds(60));

            it.getSourceApplicationContext().stop();

            assertThat(waits).isCompletedWithValue(new NodeTargets.Answer.Unchanged(1));
        });
    }

    private static @Nullable BalancerState stateAfterCreation(ApplicationContext context) {
        var awacs = context.getBean(Awacs.class);
        var update =
                new ConfigUpdate(
                        MAPS,
                        null,
                        new TreeMap<>(),
                        List.of(new NewBalancer(SAS, List.of())),
                        "",
                        null);
        awacs.update(update, Actor.self(), Safeguard.none());
        return awacs.find(MAPS).map(AwacsNamespace::balancers).orElseThrow().getFirst().state();
    }
}
