package dev.balancerdeployer.embedded;

import org.jspecify.annotations.Nullable;

/** The application cannot start; whoever starts it reads what is wrong and what to do about it. */
final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    StartRefused(String fact, String action, @Nullable Throwable cause) {
        super(fact, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
