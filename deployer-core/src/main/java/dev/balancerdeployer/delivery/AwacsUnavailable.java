package dev.balancerdeployer.delivery;

/**
 * Awacs did not answer in time, or with nothing that can be understood; a write may or may not have
 * happened (SPEC D3).
 */
public final class AwacsUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AwacsUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
