package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.PauseToken;

/** A pause's token as it stands in an address, a slash before it and perhaps more inside. */
record TokenAt(PauseToken token) {

    /** Called by the conversion of path variables. */
    public static TokenAt valueOf(String text) {
        return new TokenAt(new PauseToken(text.startsWith("/") ? text.substring(1) : text));
    }
}
