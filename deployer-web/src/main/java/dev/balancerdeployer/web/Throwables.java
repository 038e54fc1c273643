package dev.balancerdeployer.web;

import jakarta.servlet.ServletException;

/** What was really thrown under a servlet. */
final class Throwables {

    private Throwables() {}

    static Throwable unwrapped(Throwable thrown) {
        return thrown instanceof ServletException && thrown.getCause() != null
                ? unwrapped(thrown.getCause())
                : thrown;
    }
}
