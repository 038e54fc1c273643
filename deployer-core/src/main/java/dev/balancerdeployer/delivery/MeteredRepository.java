package dev.balancerdeployer.delivery;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Measures fetches. Where no repository is configured, nothing fails and nothing is good. */
final class MeteredRepository implements ConfigRepository {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConfigRepository repository;
    private final Clock clock;
    private final Timer fetches;
    private final Counter failures;

    /** By the monotonic clock. */
    private volatile @Nullable Long lastGood;

    MeteredRepository(ConfigRepository repository, MeterRegistry registry) {
        this.repository = repository;
        this.clock = registry.config().clock();
        this.fetches = DeliveryMeter.GIT_FETCH.described().timerIn(registry);
        this.failures = DeliveryMeter.GIT_FETCH_FAILURES.described().counterIn(registry);
        DeliveryMeter.GIT_FETCH_AGE.described().gaugeIn(registry, this::age);
    }

    private double age() {
        var since = lastGood;
        return since == null ? Double.NaN : (clock.monotonicTime() - since) / NANOS;
    }

    @Override
    public Revision fetch() {
        var start = clock.monotonicTime();
        try {
            var head = repository.fetch();
            lastGood = clock.monotonicTime();
            return head;
        } catch (SourceUnavailable e) {
            if (!repository.deliveredBranch().isEmpty()) {
                failures.increment();
            }
            throw e;
        } finally {
            fetches.record(clock.monotonicTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public List<String> deliveredBranch() {
        return repository.deliveredBranch();
    }

    @Override
    public Optional<Revision> resolve(String name) {
        return repository.resolve(name);
    }

    @Override
    public boolean contains(Revision revision, Revision ancestor) {
        return repository.contains(revision, ancestor);
    }

    @Override
    public SourceListing list(Revision revision) {
        return repository.list(revision);
    }

    @Override
    public SortedMap<ObjectPath, String> objects(Revision revision, NamespaceId namespace) {
        return repository.objects(revision, namespace);
    }
}
