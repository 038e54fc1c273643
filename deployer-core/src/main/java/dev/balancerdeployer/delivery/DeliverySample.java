package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.KillSwitch;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.Run;
import dev.balancerdeployer.coordination.SwitchState;
import dev.balancerdeployer.coordination.Upkeep;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at store and awacs for the gauges (SPEC O3), every now and then and on every replica, so
 * that a scrape costs nothing and waits for nobody. What cannot be had keeps its last value, and
 * the sample's age grows.
 */
final class DeliverySample implements Upkeep, MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(DeliverySample.class);
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);

    /** Runs that never started may be newer than the last one that did. */
    private static final int RUNS = 20;

    private final Sources sources;
    private final LongSupplier nanos;

    private volatile boolean open;
    private volatile DeliveryFigures figures = DeliveryFigures.NONE;
    private volatile Map<AlertKind, Integer> alerts = Map.of();
    private volatile Duration silence = Duration.ZERO;
    private volatile long taken;

    /** Of the one thread that samples. */
    private Map<NamespaceId, List<Pause>> lastPauses = Map.of();

    private @Nullable Instant unpauserRan;
    private boolean awacsAnswers = true;

    /** Where it looks. */
    record Sources(
            DeliveryRecords records,
            Awacs awacs,
            KillSwitch killSwitch,
            Jobs jobs,
            AlertCounts alerts,
            DatabaseTime time) {}

    /**
     * @param nanos monotonic
     */
    DeliverySample(Sources sources, LongSupplier nanos) {
        this.sources = sources;
        this.nanos = nanos;
        this.taken = nanos.getAsLong();
    }

    @Override
    public String name() {
        return "delivery metrics";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public synchronized void round() {
        var start = nanos.getAsLong();
        open = sources.killSwitch().read() instanceof SwitchState.Open;
        var records = sources.records().all().stream().map(DeliveryRecords.Stored::record).toList();
        var odd = sources.records().oddDirectories().size();
        lastPauses = pauses(records);
        var now = sources.time().now();
        var pauses = lastPauses.values().stream().flatMap(Collection::stream).toList();
        figures = DeliveryFigures.of(records, odd, pauses, now);
        silence = silence(now);
        alerts = Map.copyOf(sources.alerts().firing());
        if (awacsAnswers) {
            taken = start; // else what is shown of pauses is older than that
        }
    }

    /** Once awacs does not answer, the rest of its namespaces are not waited for. */
    private Map<NamespaceId, List<Pause>> pauses(List<NamespaceRecord> records) {
        var found = new HashMap<NamespaceId, List<Pause>>();
        awacsAnswers = true;
        for (var record : records) {
            if (DeliveryFigures.unfinished(record).findAny().isEmpty()) {
                continue;
            }
            var id = record.id();
            var pauses = lastPauses.getOrDefault(id, List.of());
            if (awacsAnswers) {
                try {
                    pauses =
                            sources.awacs().find(id).stream().flatMap(DeliverySample::all).toList();
                } catch (AwacsUnavailable e) {
                    log.debug("The pauses of {} are not known now: {}", id, e.getMessage());
                    awacsAnswers = false;
                }
            }
            found.put(id, pauses);
        }
        return found;
    }

    private static Stream<Pause> all(AwacsNamespace namespace) {
        return namespace.balancers().stream().flatMap(it -> it.pauses().stream());
    }

    private Duration silence(Instant now) {
        var runs =
                sources.jobs().runs(JobName.UNPAUSER, PageRequest.first(RUNS)).stream()
                        .flatMap(it -> it.items().stream())
                        .toList();
        runs.stream()
                .filter(it -> it.startedAt() != null)
                .findFirst()
                .ifPresent(it -> unpauserRan = lastSeen(it));
        var ran = unpauserRan == null ? firstDue(runs) : unpauserRan;
        return ran == null ? Duration.ZERO : DeliveryFigures.age(ran, now);
    }

    /** Since when an unpauser that never started should have. */
    private static @Nullable Instant firstDue(List<Run> runs) {
        return runs.stream()
                .map(Run::scheduledAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Instant lastSeen(Run run) {
        return run.finishedAt() == null ? run.startedAt() : run.finishedAt();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (var state : RolloutState.values()) {
            if (!state.finished()) {
                DeliveryMeter.ROLLOUTS
                        .described()
                        .gaugeIn(registry, () -> count(figures.rollouts(), state), state.name());
            }
        }
        for (var state : NamespaceView.State.values()) {
            DeliveryMeter.NAMESPACES
                    .described()
                    .gaugeIn(registry, () -> count(figures.namespaces(), state), state.name());
        }
        for (var kind : PauseKind.values()) {
            DeliveryMeter.OLDEST_PAUSE_AGE
                    .described()
                    .gaugeIn(registry, () -> oldest(kind), kind.name());
        }
        for (var kind : AlertKind.values()) {
            DeliveryMeter.ALERTS
                    .described()
                    .gaugeIn(registry, () -> alerts.getOrDefault(kind, 0), kind.name());
        }
        gauge(registry, DeliveryMeter.OVERDUE_PAUSES, () -> figures.overduePauses());
        gauge(registry, DeliveryMeter.UNPAUSER_SILENCE, () -> seconds(silence));
        gauge(registry, DeliveryMeter.KILL_SWITCH_OPEN, () -> open ? 1 : 0);
        gauge(registry, DeliveryMeter.GIT_UNDELIVERED_AGE, () -> seconds(figures.undelivered()));
        gauge(registry, DeliveryMeter.SAMPLE_AGE, () -> (nanos.getAsLong() - taken) / NANOS);
    }

    private static void gauge(MeterRegistry registry, DeliveryMeter meter, Supplier<Number> value) {
        meter.described().gaugeIn(registry, value);
    }

    private static <K> long count(Map<K, Long> counts, K key) {
        return counts.getOrDefault(key, 0L);
    }

    private double oldest(PauseKind kind) {
        return seconds(figures.oldestPauses().getOrDefault(kind, Duration.ZERO));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }
}
