package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.Upkeep;
import dev.balancerdeployer.weights.ConfigRecords.Summary;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finishes what a process that died left between the write of a version and its publication, with
 * no need of an event: it looks at all configs, and at each of them whose version this process has
 * not seen finished (SPEC W4). Any number of replicas may do so at once.
 */
final class Reconciler implements Upkeep {

    private static final int PAGE = 500;

    private final Stores stores;
    private final Finishing finishing;

    /** Versions up to which this process has seen all finished. */
    private final Map<ConfigId, Long> seen = new ConcurrentHashMap<>();

    Reconciler(Stores stores, Finishing finishing) {
        this.stores = stores;
        this.finishing = finishing;
    }

    @Override
    public String name() {
        return "unpublished weights";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(3);
    }

    @Override
    public void round() {
        @Nullable String after = null;
        do {
            var page = stores.configs().list(new PageRequest(PAGE, after));
            page.items().stream().filter(this::isNew).forEach(it -> finish(it.id()));
            after = page.next();
        } while (after != null);
    }

    private boolean isNew(Summary config) {
        return seen.getOrDefault(config.id(), 0L) < config.version();
    }

    private void finish(ConfigId id) {
        var record = stores.configs().find(id);
        if (record.isPresent()) {
            finishing.finishAll(record.get());
            seen.put(id, record.get().config().version());
        }
    }
}
