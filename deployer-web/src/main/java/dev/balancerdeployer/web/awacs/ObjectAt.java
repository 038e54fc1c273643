package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.ObjectPath;

/** An object's path as it stands in an address, a slash before it. */
record ObjectAt(ObjectPath path) {

    /** Called by the conversion of path variables. */
    public static ObjectAt valueOf(String text) {
        return new ObjectAt(new ObjectPath(text.startsWith("/") ? text.substring(1) : text));
    }
}
