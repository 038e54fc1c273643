package dev.balancerdeployer.web;

/** Versions as strong entity tags: version 3 is {@code "3"} (SPEC S0). */
public final class Etags {

    private Etags() {}

    /** The tag of a version, quotes included. */
    public static String of(long version) {
        return "\"" + version + "\"";
    }
}
