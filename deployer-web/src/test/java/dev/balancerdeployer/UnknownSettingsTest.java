package dev.balancerdeployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class UnknownSettingsTest {

    private final UnknownSettings settings =
            new UnknownSettings(
                    Set.of(
                            "deployer.data-dir",
                            "deployer.bake",
                            "deployer.schedule.*",
                            "awacs.url",
                            "l7.recipes.default-config"));

    @Test
    void findsOurNamesThatNothingReads() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "test",
                                Map.of(
                                        "deployer.dataDir", "in another spelling",
                                        "deployer.bakee", "1h",
                                        "deployer.schedule.puller", "off",
                                        "awacs.urls[0]", "x",
                                        "l7.recipe.default-config", "p",
                                        "server.prot", "not ours")));

        assertThat(settings.in(environment))
                .containsExactly("awacs.urls", "deployer.bakee", "l7.recipe.default-config");
    }

    @Test
    void namesWhatWasMeantIfAnythingIsNear() {
        assertThat(settings.nearest("deployer.bakee")).contains("deployer.bake");
        assertThat(settings.nearest("deployer.date-dirs")).contains("deployer.data-dir");
        assertThat(settings.nearest("deployer.something.else")).isEmpty();
    }
}
