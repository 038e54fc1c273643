package dev.balancerdeployer;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Makes Boot print a refused setting as the one line that says what was expected, wherever in the
 * start it was refused, instead of a stack trace. Before Boot's own, which adds names of classes.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingRefusedAnalyzer implements FailureAnalyzer {

    /** As our settings refuse: {@code deployer.mongo.port: '-1' (expected: 0..65535)}. */
    private static final Pattern REFUSAL =
            Pattern.compile("(deployer|awacs|l7)\\.[\\w.-]+: .*expected: .*", Pattern.DOTALL);

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        @Nullable String refusal = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var found =
                    switch (cause) {
                        case BindException bound -> unreadable(bound);
                        case IllegalArgumentException refused -> refused.getMessage();
                        default -> null;
                    };
            if (found != null && REFUSAL.matcher(found).matches()) {
                refusal = found; // the innermost knows most
            }
        }
        if (refusal == null) {
            return null;
        }
        var name = refusal.substring(0, refusal.indexOf(':'));
        return new FailureAnalysis(refusal, "Correct " + name + ".", failure);
    }

    /** The refusal of a value that is not of the setting's type. */
    private static @Nullable String unreadable(BindException failure) {
        var property = failure.getProperty();
        var expected = expected(failure.getTarget().getType().resolve(Object.class));
        return property == null || expected == null
                ? null
                : "%s: '%s' (expected: %s)"
                        .formatted(property.getName(), property.getValue(), expected);
    }

    private static @Nullable String expected(Class<?> type) {
        if (type == Duration.class) {
            return "a duration such as 90s, 30m, 1h or PT1H";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Integer.class || type == int.class) {
            return "a whole number";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(it -> it.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining(" or "));
        }
        return null;
    }
}
