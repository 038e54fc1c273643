package dev.balancerdeployer.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Times as they travel: RFC 3339, written in UTC with milliseconds (SPEC S0). */
public final class Rfc3339 {

    private static final Pattern FORM =
            Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Rfc3339() {}

    /** {@code 2026-11-25T10:00:00.000Z}; what is finer than a millisecond is cut off. */
    public static String of(Instant instant) {
        return WRITTEN.format(instant);
    }

    /**
     * Reads a time.
     *
     * @param place the field or parameter it came in
     * @throws ProblemException 400
     */
    public static Instant parse(String place, String text) {
        var upper = text.toUpperCase(Locale.ROOT);
        if (FORM.matcher(upper).matches()) {
            try {
                return OffsetDateTime.parse(upper).toInstant();
            } catch (DateTimeException _) {
                // such as the 30th of February: refused below
            }
        }
        throw ProblemException.invalid(
                place,
                "%s: '%s' (expected: an RFC 3339 time such as 2026-11-25T10:00:00.000Z)"
                        .formatted(place, TextRules.shown(text, 60)));
    }
}
