package dev.balancerdeployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SettingRefusedAnalyzerTest {

    private final SettingRefusedAnalyzer analyzer = new SettingRefusedAnalyzer();

    @ParameterizedTest
    @ValueSource(strings = {"deployer.schedule.puller", "awacs.url", "l7.recipes.default-config"})
    void findsTheRefusalUnderWhateverWrapsIt(String setting) {
        var refusal = new IllegalArgumentException(setting + ": 'x' (expected: off)");
        var failure =
                new IllegalStateException(
                        "a bean", new IllegalArgumentException("a factory", refusal));

        assertThat(analyzer.analyze(failure))
                .hasFieldOrPropertyWithValue("description", refusal.getMessage())
                .hasFieldOrPropertyWithValue("action", "Correct %s.".formatted(setting));
    }

    @ParameterizedTest
    @CsvSource({
        "bake, soon, 'a duration such as 90s, 30m, 1h or PT1H'",
        "on, maybe, true or false",
        "port, x, a whole number",
        "rounding, odd, up or half-even"
    })
    void saysWhatIsExpectedOfAValueThatIsNotOfItsType(String name, String value, String expected) {
        var binder =
                new Binder(new MapConfigurationPropertySource(Map.of("deployer." + name, value)));

        assertThatThrownBy(() -> binder.bind("deployer", Settings.class))
                .satisfies(it ->
                        assertThat(analyzer.analyze(it))
                                .hasFieldOrPropertyWithValue(
                                        "description",
                                        "deployer.%s: '%s' (expected: %s)"
                                                .formatted(name, value, expected)));
    }

    @Test
    void leavesOtherFailuresAlone() {
        assertThat(analyzer.analyze(new IllegalArgumentException("weight: -1 (expected: 0..)")))
                .isNull();
        assertThat(analyzer.analyze(new IllegalStateException())).isNull();
    }

    record Settings(@Nullable Duration bake, boolean on, int port, @Nullable Rounding rounding) {}

    enum Rounding {
        UP,
        HALF_EVEN
    }
}
