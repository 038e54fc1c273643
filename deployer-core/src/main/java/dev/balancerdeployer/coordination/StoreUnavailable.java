package dev.balancerdeployer.coordination;

/**
 * The database did not answer in time or refused. A read may be repeated; a write may or may not
 * have happened and is resolved by its attempt id or {@code rev}, never guessed (SPEC C8).
 */
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String what, Throwable cause) {
        super(what, cause);
    }
}
