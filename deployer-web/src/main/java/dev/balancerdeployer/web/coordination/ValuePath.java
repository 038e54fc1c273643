package dev.balancerdeployer.web.coordination;

import dev.balancerdeployer.coordination.ItsPath;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemType;

/**
 * The path of an ITS value as it stands in an address, a slash before it.
 *
 * @param history whether it is the value's history that is meant
 */
record ValuePath(ItsPath path, boolean history) {

    private static final String HISTORY = "/history";

    /** Whose paths only the product itself writes (SPEC W4). */
    private static final String RESERVED = "l7heavy/";

    /** Called by the conversion of path variables. */
    public static ValuePath valueOf(String text) {
        var plain = text.startsWith("/") ? text.substring(1) : text;
        var history = plain.endsWith(HISTORY);
        var value = history ? plain.substring(0, plain.length() - HISTORY.length()) : plain;
        return new ValuePath(new ItsPath(value), history);
    }

    /** A path that may be written here. */
    record Writable(ItsPath path) {

        public static Writable valueOf(String text) {
            var plain = text.startsWith("/") ? text.substring(1) : text;
            if (plain.startsWith(RESERVED)) {
                throw ProblemException.of(
                                ProblemType.RESERVED_PATH,
                                "values under l7heavy/ are written by the weights API only")
                        .at("path");
            }
            return new Writable(new ItsPath(plain));
        }
    }
}
