package dev.balancerdeployer.web;

import org.jspecify.annotations.Nullable;

/** The rules for text that people send (SPEC S0). */
public final class TextRules {

    /** Longest comment or reason, in characters. */
    public static final int MAX_REMARK = 2_000;

    private TextRules() {}

    /**
     * An optional comment or reason: null and blank are none.
     *
     * @param place the field, such as {@code comment}
     * @throws ProblemException 400, over {@link #MAX_REMARK} characters
     */
    public static @Nullable String remark(String place, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.codePointCount(0, text.length()) > MAX_REMARK) {
            throw ProblemException.invalid(
                    place, place + ": too long (expected: at most 2000 characters)");
        }
        return plain(place, text);
    }

    /**
     * A mandatory comment or reason.
     *
     * @throws ProblemException 400, missing, blank, or over {@link #MAX_REMARK} characters
     */
    public static String requiredRemark(String place, @Nullable String text) {
        var remark = remark(place, text);
        if (remark == null) {
            throw ProblemException.invalid(
                    place, place + ": missing (expected: 1..2000 characters)");
        }
        return remark;
    }

    /**
     * Text without NUL and lone surrogates. Bodies in JSON need no call: theirs is checked before
     * it gets here.
     */
    public static String plain(String place, String text) {
        var fault = fault(text);
        if (fault != null) {
            throw ProblemException.invalid(place, place + ": holds " + fault);
        }
        return text;
    }

    /** What no text may hold, in words; null if it holds none. */
    static @Nullable String fault(CharSequence text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0) {
                return "a NUL character";
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return "a lone surrogate";
            }
        }
        return null;
    }

    /** Text fit for an answer: no control characters, no lone surrogates, not too long. */
    static String shown(String text, int limit) {
        var cut = text.length() <= limit ? text : text.substring(0, limit) + "...";
        var out = new StringBuilder(cut.length());
        cut.codePoints()
                .forEach(c -> {
                    var bad =
                            Character.isISOControl(c)
                                    || Character.getType(c) == Character.SURROGATE;
                    out.appendCodePoint(bad ? '?' : c);
                });
        return out.toString();
    }
}
