package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.SemaphoreName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process last saw of some semaphores, to guess which update is worth trying without
 * reading first. It may be wrong at any time: the update's filter finds that out. Thread-safe.
 */
final class LastSeen {

    private static final int MOST = 1_000;

    private final Map<SemaphoreName, Seen> semaphores =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<SemaphoreName, Seen> eldest) {
                    return size() > MOST;
                }
            };

    /** Of one that somebody holds or waits for only its existence is kept, for that may be long. */
    private record Seen(long rev, Optional<SemaphoreDocument> idle) {}

    /** Answers come in any order; the newest one counts. */
    synchronized SemaphoreDocument saw(SemaphoreDocument semaphore) {
        var seen = new Seen(semaphore.rev(), Optional.of(semaphore).filter(it -> it.idle()));
        semaphores.merge(
                semaphore.name(), seen, (old, next) -> old.rev() > next.rev() ? old : next);
        return semaphore;
    }

    synchronized boolean exists(SemaphoreName name) {
        return semaphores.containsKey(name);
    }

    /** As it was when nobody held it or waited for it, if that is the last that was heard of it. */
    synchronized Optional<SemaphoreDocument> idle(SemaphoreName name) {
        return Optional.ofNullable(semaphores.get(name)).flatMap(Seen::idle);
    }

    synchronized void forget(SemaphoreName name) {
        semaphores.remove(name);
    }
}
