package dev.balancerdeployer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployertest.HouseRules;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {

    private static final ApplicationModules MODULES =
            ApplicationModules.of(BalancerDeployerApplication.class, HouseRules.ofTests());

    @Test
    void usesOnlyWhatTheModulesAllow() {
        MODULES.verify();
    }

    @Test
    void seesEveryModule() {
        assertThat(MODULES.stream().map(it -> it.getIdentifier().toString()))
                .contains(
                        "coordination",
                        "delivery",
                        "store",
                        "scheduler",
                        "web",
                        "weights",
                        "fleet",
                        "attrs",
                        "watcher",
                        "embedded");
    }
}
