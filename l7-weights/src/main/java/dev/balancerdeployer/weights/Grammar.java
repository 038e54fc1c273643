package dev.balancerdeployer.weights;

import java.util.regex.Pattern;

/** What ids, components and locations look like (SPEC W1). */
final class Grammar {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    private Grammar() {}

    static String require(String what, String value) {
        if (!NAME.matcher(value).matches()) {
            var cut = value.length() <= 80 ? value : value.substring(0, 80) + "...";
            throw new IllegalArgumentException(
                    "%s: '%s' (expected: %s)"
                            .formatted(what, cut.replaceAll("\\p{Cntrl}", "?"), NAME.pattern()));
        }
        return value;
    }
}
