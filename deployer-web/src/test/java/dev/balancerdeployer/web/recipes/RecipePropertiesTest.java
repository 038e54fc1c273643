package dev.balancerdeployer.web.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RecipePropertiesTest {

    @Test
    void theConfigIsProductionUnlessAnotherIsNamed() {
        assertThat(bound(Map.of()).defaultConfig()).isEqualTo("production");
        assertThat(bound(Map.of("l7.recipes.default-config", "p-2")).defaultConfig())
                .isEqualTo("p-2");
    }

    @Test
    void whatIsNoNameOfAConfigIsRefusedByTheNameOfTheSetting() {
        assertThatThrownBy(() -> bound(Map.of("l7.recipes.default-config", "a/b")))
                .hasRootCauseMessage(
                        "l7.recipes.default-config: 'a/b' (expected: the name of a config)");
    }

    private static RecipeProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("l7.recipes", RecipeProperties.class);
    }
}
