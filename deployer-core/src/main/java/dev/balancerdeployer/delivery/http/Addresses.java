package dev.balancerdeployer.delivery.http;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.LocationId;
import java.util.Arrays;

/**
 * What may stand in an address or a header as it is. The grammar of names holds nothing that would
 * have to be encoded; but not every name with a slash is the path of something (SPEC S0).
 */
final class Addresses {

    private Addresses() {}

    /** Of a location: one segment. */
    static String segment(LocationId location) {
        if (location.value().contains("/")) {
            throw refused("location", location.value(), "no slash");
        }
        return location.value();
    }

    /** Of a token or an attempt: segments, none of them empty or dots. */
    static String segments(String what, String value) {
        var names = Arrays.asList(value.split("/", -1));
        if (names.contains("") || names.contains(".") || names.contains("..")) {
            throw refused(what, value, "no empty part, '.' or '..' between slashes");
        }
        return value;
    }

    static String header(Actor actor) {
        if (!actor.name().matches("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?")) {
            throw refused("actor", actor.name().replaceAll("\\p{Cntrl}", "?"), "printable ASCII");
        }
        return actor.name();
    }

    private static IllegalArgumentException refused(String what, String value, String expected) {
        return new IllegalArgumentException(
                "%s: '%s' cannot be sent to a registry elsewhere (expected: %s)"
                        .formatted(what, value, expected));
    }
}
