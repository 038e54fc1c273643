package dev.balancerdeployer.coordination;

import java.util.regex.Pattern;

/** The grammar of the names that travel on the wire (API.md section 2). */
public final class Names {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/-]{0,127}");

    private Names() {}

    /**
     * Returns the value if it is a name: a letter or digit, then up to 127 of {@code
     * [A-Za-z0-9_.-]}.
     *
     * @param what the field, for the message of the refusal
     */
    public static String requireName(String what, String value) {
        return require(NAME, what, value);
    }

    /**
     * As {@link #requireName}, but {@code :} and {@code /} are allowed after the first character.
     */
    public static String requireOwner(String what, String value) {
        return require(OWNER, what, value);
    }

    private static String require(Pattern pattern, String what, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s: '%s' (expected: %s)".formatted(what, shown(value), pattern.pattern()));
        }
        return value;
    }

    private static String shown(String value) {
        var cut = value.length() <= 140 ? value : value.substring(0, 140) + "...";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
