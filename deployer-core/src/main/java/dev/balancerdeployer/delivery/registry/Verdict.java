package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.delivery.Awacs;

/** What a namespace says to a change that somebody wants, before anything is stored. */
sealed interface Verdict {

    /**
     * It may become this.
     *
     * @param changed whether that differs in anything but fences and attempts
     */
    record Accepted(HostedNamespace next, boolean changed) implements Verdict {}

    /** It stays as it is: refused, or done by an earlier send of the same attempt. */
    record Answered(Awacs.Outcome outcome) implements Verdict {}
}
