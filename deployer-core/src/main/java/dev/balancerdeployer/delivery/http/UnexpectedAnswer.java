package dev.balancerdeployer.delivery.http;

/** There is an answer, but not one that the registry's REST has for this request. */
final class UnexpectedAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnexpectedAnswer(String message) {
        super(message);
    }

    UnexpectedAnswer(String message, Throwable cause) {
        super(message, cause);
    }
}
