package dev.balancerdeployer.delivery;

/** The config repository could not be reached or read; trying again is safe. */
public final class SourceUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message in words for an operator; holds no secret
     */
    public SourceUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public SourceUnavailable(String message) {
        super(message);
    }
}
