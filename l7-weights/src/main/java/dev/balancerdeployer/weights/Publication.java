package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.ItsPath;
import dev.balancerdeployer.coordination.ItsValues;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Makes versions current, by their number in ITS, which only moves forward (SPEC W4). Those who
 * publish at the same time in one process share one write. Thread-safe.
 */
final class Publication {

    private final ItsValues its;
    private volatile Consumer<ConfigId> published = _ -> {};
    private final Map<ConfigId, Progress> all = new ConcurrentHashMap<>();

    Publication(ItsValues its) {
        this.its = its;
    }

    /** Who hears of each config whose current version this process has moved; must not block. */
    void tell(Consumer<ConfigId> listener) {
        published = listener;
    }

    /** Where the number is. */
    static ItsPath path(ConfigId config) {
        return new ItsPath("l7heavy/%s/weights/version".formatted(config));
    }

    /** The current version; 0: none yet. */
    long current(ConfigId config) {
        return its.findNumber(path(config));
    }

    /**
     * Makes a version current whose line is filed, unless that one or a later one is already.
     *
     * @return the version that is current now
     * @throws dev.balancerdeployer.coordination.StoreUnavailable it may be, or not; a retry is safe
     */
    long publish(ConfigId config, long version) {
        var progress = all.computeIfAbsent(config, _ -> new Progress());
        progress.want(version);
        return progress.reach(
                version,
                wanted -> {
                    var now = its.advance(path(config), wanted, Actor.self());
                    published.accept(config);
                    return now;
                });
    }

    /** What this process knows of one config. */
    private static final class Progress {

        private final Object moving = new Object();
        private long wanted;
        private volatile long reached;

        synchronized void want(long version) {
            wanted = Math.max(wanted, version);
        }

        private synchronized long wanted() {
            return wanted;
        }

        long reach(long version, Advance advance) {
            if (reached < version) {
                synchronized (moving) {
                    if (reached < version) {
                        reached = advance.to(wanted());
                    }
                }
            }
            return reached;
        }
    }

    /** Moves the number, and answers where it is then. */
    private interface Advance {
        long to(long wanted);
    }
}
