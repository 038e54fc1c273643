package dev.balancerdeployer.web;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** Durations as they travel: ISO-8601 ({@code PT1H}) or {@code 90s}, {@code 30m}, {@code 1h}. */
public final class DurationText {

    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private DurationText() {}

    /**
     * Reads a duration, zero or more.
     *
     * @param place the field or parameter it came in
     * @throws ProblemException 400
     */
    public static Duration parse(String place, String text) {
        var plain = SHORT.matcher(text);
        if (plain.matches()) {
            var number = Long.parseLong(plain.group(1));
            return switch (plain.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
        try {
            var duration = Duration.parse(text);
            if (text.startsWith("P") && !duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException _) {
            // refused below, like a negative one
        }
        throw ProblemException.invalid(
                place,
                "%s: '%s' (expected: a duration such as 30s, 1h or PT1H)"
                        .formatted(place, TextRules.shown(text, 60)));
    }
}
