package dev.balancerdeployer.delivery;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers for ever. */
public final class InMemorySeenPushes implements SeenPushes {

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @Override
    public boolean seen(String delivery) {
        return seen.contains(delivery);
    }

    @Override
    public void remember(String delivery) {
        seen.add(delivery);
    }
}
