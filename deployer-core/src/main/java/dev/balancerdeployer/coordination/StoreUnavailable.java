package dev.balancerdeployer.coordination;

/**
 * The database did not answer in time or refused. A read may be repeated; a write may or may not
 * have happened and is resolved by its attempt id or {@code rev}, never guessed (SPEC C8).
 */
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean sent;

    public StoreUnavailable(String what, Throwable cause) {
        this(what, cause, true);
    }

    private StoreUnavailable(String what, Throwable cause, boolean sent) {
        super(what, cause);
        this.sent = sent;
    }

    /** Of a call that was kept back, because the database is known to be away. */
    public static StoreUnavailable unsent(String what, Throwable cause) {
        return new StoreUnavailable(what, cause, false);
    }

    /**
     * Whether the database was asked at all. If not, the outage is in the log already, and need not
     * be told again.
     */
    public boolean sent() {
        return sent;
    }
}
