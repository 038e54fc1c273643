package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SemaphoreName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process last saw of some semaphores, to guess which update is worth trying without
 * reading first. It may be wrong at any time: the update's filter, on {@code rev}, finds that out.
 * Thread-safe.
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

    /**
     * A semaphore at one {@code rev}, so that who finds it there knows all of this.
     *
     * @param fence of the last grant or break
     * @param users how many hold it or wait for it
     * @param holder the fence of one that holds it, or 0
     */
    record Seen(
            SemaphoreName name,
            long rev,
            int capacity,
            long fence,
            boolean everBroken,
            int users,
            long holder) {

        boolean idle() {
            return users == 0;
        }

        /** Whether nobody else holds it and nobody waits. */
        boolean heldOnlyBy(Fence other) {
            return users == 1 && holder == other.number();
        }

        /** After its next fence was granted, when it was idle. */
        Seen granted() {
            return new Seen(name, rev + 1, capacity, fence + 1, everBroken, 1, fence + 1);
        }

        /** After its only holder has released it. */
        Seen released() {
            return new Seen(name, rev + 1, capacity, fence, everBroken, 0, 0);
        }
    }

    SemaphoreDocument saw(SemaphoreDocument semaphore) {
        saw(
                new Seen(
                        semaphore.name(),
                        semaphore.rev(),
                        semaphore.capacity(),
                        semaphore.fence(),
                        semaphore.everBroken(),
                        semaphore.users(),
                        semaphore.holders().stream()
                                .mapToLong(it -> it.fence().number())
                                .findFirst()
                                .orElse(0)));
        return semaphore;
    }

    /** Answers come in any order; the newest one counts. */
    synchronized void saw(Seen seen) {
        semaphores.merge(seen.name(), seen, (old, next) -> old.rev() > next.rev() ? old : next);
    }

    synchronized Optional<Seen> last(SemaphoreName name) {
        return Optional.ofNullable(semaphores.get(name));
    }

    synchronized void forget(SemaphoreName name) {
        semaphores.remove(name);
    }
}
