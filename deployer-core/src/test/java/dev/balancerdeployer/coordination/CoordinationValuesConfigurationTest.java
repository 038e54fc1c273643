package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployertest.MutableClock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CoordinationValuesConfigurationTest {

    private static final ItsPath PATH = new ItsPath("maps/common/balancer_deployer");

    private final DatabaseTime time = new MutableClock()::instant;
    private final InMemoryItsValues values = new InMemoryItsValues(time);
    private final ApplicationContextRunner context =
            new ApplicationContextRunner()
                    .withUserConfiguration(CoordinationValuesConfiguration.class)
                    .withBean(ItsValues.class, () -> values)
                    .withBean(Audit.class, () -> new InMemoryAudit(time));

    @Test
    void hasAnOpenSwitchAfterTheFirstStart() {
        context.run(it -> {
            assertThat(it.getBean(KillSwitch.class).read()).isInstanceOf(SwitchState.Open.class);
            assertThat(it.getBean(Upkeep.class).name()).isEqualTo("kill switch at first start");
            assertThat(values.find(PATH)).isPresent();
        });
    }

    @Test
    void startsWithoutTheStore() {
        values.unavailable(true);

        context.run(it -> {
            assertThat(it).hasNotFailed();
            assertThat(it.getBean(KillSwitch.class).read()).isInstanceOf(SwitchState.Closed.class);
        });
    }

    @Test
    void readsTheConfiguredFlagUnderTheConfiguredPolicy() {
        values.create(
                new ItsPath("a/b"),
                "{\"enabled\": true, \"closed_locations\": [\"sas\"]}",
                Actor.self(),
                null);

        context.withPropertyValues("deployer.its.kill-switch=a/b", "deployer.closed-locations=skip")
                .run(it ->
                        assertThat(it.getBean(KillSwitch.class).read())
                                .isEqualTo(new SwitchState.Open(Set.of("sas"), "")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "deployer.closed-locations=stop | deployer.closed-locations: 'stop' (expected: hold or skip)",
                "deployer.its.kill-switch=a//b | deployer.its.kill-switch: 'a//b' (expected: the path of an",
            })
    void doesNotStartWithAWrongSetting(String setting, String message) {
        context.withPropertyValues(setting)
                .run(it -> assertThat(it).getFailure().rootCause().hasMessageStartingWith(message));
    }
}
