package dev.balancerdeployer.web.recipes;

import dev.balancerdeployer.weights.ConfigId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Recipes.
 *
 * @param defaultConfig the config of tasks that name none
 */
@ConfigurationProperties("l7.recipes")
record RecipeProperties(@DefaultValue("production") String defaultConfig) {

    RecipeProperties {
        try {
            new ConfigId(defaultConfig);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException(
                    "l7.recipes.default-config: '%s' (expected: the name of a config)"
                            .formatted(defaultConfig));
        }
    }
}
