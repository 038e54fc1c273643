package dev.balancerdeployer.web;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Versions as strong entity tags: version 3 is {@code "3"} (SPEC S0). */
public final class Etags {

    private static final Pattern TAG = Pattern.compile("(?:W/)?\"([0-9]{1,18})\"");

    private Etags() {}

    /** The tag of a version, quotes included. */
    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The version in the {@code If-None-Match} of a read, weak or strong; null: it was not sent.
     *
     * @throws ProblemException 400, it is not one tag of a version
     */
    public static @Nullable Long known(@Nullable String tag) {
        if (tag == null) {
            return null;
        }
        var matcher = TAG.matcher(tag.strip());
        if (!matcher.matches()) {
            throw ProblemException.invalid(
                    HttpHeaders.IF_NONE_MATCH, "If-None-Match: (expected: one tag such as \"3\")");
        }
        return Long.valueOf(matcher.group(1));
    }
}
