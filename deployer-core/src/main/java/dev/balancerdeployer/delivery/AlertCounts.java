package dev.balancerdeployer.delivery;

import java.util.Map;

/** How many alerts fire now. */
@FunctionalInterface
public interface AlertCounts {

    /** By kind; a kind that is not there has none. May throw if the store does not answer. */
    Map<AlertKind, Integer> firing();
}
