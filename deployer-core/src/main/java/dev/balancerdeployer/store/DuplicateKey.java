package dev.balancerdeployer.store;

/** A unique index refused a change: nothing was changed by it. */
public final class DuplicateKey extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DuplicateKey(String collection, Throwable cause) {
        super("a unique index of " + collection + " refused", cause);
    }
}
