package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.AttemptId;

/** An attempt's id as it stands in an address, a slash before it and perhaps more inside. */
record AttemptAt(AttemptId attempt) {

    /** Called by the conversion of path variables. */
    public static AttemptAt valueOf(String text) {
        return new AttemptAt(new AttemptId(text.startsWith("/") ? text.substring(1) : text));
    }
}
