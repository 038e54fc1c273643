package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.WeightMeter.ACTIVE_SHIFTS;
import static dev.balancerdeployer.weights.WeightMeter.NEXT_SHIFT_END;
import static dev.balancerdeployer.weights.WeightMeter.POINTS;
import static dev.balancerdeployer.weights.WeightMeter.UNPUBLISHED_AGE;
import static dev.balancerdeployer.weights.WeightMeter.VERSION;
import static dev.balancerdeployer.weights.WeightMeter.ZERO_LOCATIONS;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.Upkeep;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the configs for the gauges (SPEC O3), every now and then and on every replica: two reads
 * for each config, a third if it waits for its publication, and one for each page of them. While
 * the database does not answer the last rows stay, and the sample's age grows.
 */
final class WeightSample implements Upkeep {

    /** More rows of points than a scrape should have. */
    static final int MAX_CELLS = 5_000;

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Logger log = LoggerFactory.getLogger(WeightSample.class);

    private final Stores stores;
    private final Publication publication;
    private final LongSupplier nanos;
    private final Map<WeightMeter, MultiGauge> gauges = new EnumMap<>(WeightMeter.class);
    private volatile long taken;
    private boolean cut;

    /**
     * @param nanos monotonic
     */
    WeightSample(
            Stores stores, Publication publication, LongSupplier nanos, MeterRegistry registry) {
        this.stores = stores;
        this.publication = publication;
        this.nanos = nanos;
        this.taken = nanos.getAsLong();
        for (var meter :
                List.of(
                        POINTS,
                        ZERO_LOCATIONS,
                        ACTIVE_SHIFTS,
                        NEXT_SHIFT_END,
                        VERSION,
                        UNPUBLISHED_AGE)) {
            gauges.put(meter, meter.described().rowsIn(registry));
        }
        WeightMeter.SAMPLE_AGE.described().gaugeIn(registry, () -> since(taken));
    }

    @Override
    public String name() {
        return "weight metrics";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public synchronized void round() {
        var start = nanos.getAsLong();
        var rows = new Rows(start);
        for (var id : ids()) {
            figures(id).ifPresent(rows::add);
        }
        gauges.forEach((meter, gauge) -> gauge.register(rows.of(meter), true));
        if (rows.cut && !cut) {
            log.warn("Only {} weights are shown as metrics, there are more", MAX_CELLS);
        }
        cut = rows.cut;
        taken = start;
    }

    private List<ConfigId> ids() {
        var ids = new ArrayList<ConfigId>();
        var page = stores.configs().list(PageRequest.first(PageRequest.MAX_LIMIT));
        page.items().forEach(it -> ids.add(it.id()));
        for (var next = page.next(); next != null; next = page.next()) {
            page = stores.configs().list(new PageRequest(PageRequest.MAX_LIMIT, next));
            page.items().forEach(it -> ids.add(it.id()));
        }
        return ids;
    }

    /** The published version is read after the config, so that it is not found behind by chance. */
    private Optional<ConfigFigures> figures(ConfigId id) {
        var record = stores.configs().find(id);
        var published = publication.current(id);
        var now = stores.time().now();
        return record.map(it -> ConfigFigures.of(it, waitingSince(it, published), now));
    }

    /** Changes that follow do not make what waits any younger. */
    private @Nullable Instant waitingSince(ConfigRecord record, long published) {
        var config = record.config();
        if (published >= config.version()) {
            return null;
        }
        return new Lines(stores)
                .find(record, published + 1)
                .map(Line::at)
                .orElse(record.updatedAt());
    }

    private double since(long instant) {
        return (nanos.getAsLong() - instant) / NANOS;
    }

    /** The rows of one look. */
    private final class Rows {

        private final long start;
        private final Map<WeightMeter, List<MultiGauge.Row<?>>> rows =
                new EnumMap<>(WeightMeter.class);
        private int cells;
        private boolean cut;

        Rows(long start) {
            this.start = start;
        }

        List<MultiGauge.Row<?>> of(WeightMeter meter) {
            return rows.getOrDefault(meter, List.of());
        }

        void add(ConfigFigures figures) {
            var config = figures.config();
            var id = config.id().value();
            add(VERSION, config.version(), id);
            add(ACTIVE_SHIFTS, config.shifts().size(), id);
            add(NEXT_SHIFT_END, () -> left(figures.toShiftEnd()), id);
            add(UNPUBLISHED_AGE, () -> grown(figures.unpublished()), id);
            var effective = config.effective();
            config.values()
                    .components()
                    .forEach((component, row) -> {
                        var shares = effective.row(component);
                        add(ZERO_LOCATIONS, zeros(shares.values()), component.value(), id);
                        row.forEach((location, points) -> {
                            if (cells < MAX_CELLS) {
                                cells++;
                                point("value", points, component, id, location);
                                point(
                                        "effective",
                                        shares.getOrDefault(location, 0),
                                        component,
                                        id,
                                        location);
                            } else {
                                cut = true;
                            }
                        });
                    });
        }

        private void point(
                String kind, int points, Component component, String config, Location location) {
            add(POINTS, points, component.value(), config, kind, location.value());
        }

        private void add(WeightMeter meter, Number value, String... labels) {
            add(meter, () -> value, labels);
        }

        private void add(WeightMeter meter, Supplier<Number> value, String... labels) {
            rows.computeIfAbsent(meter, _ -> new ArrayList<>())
                    .add(meter.described().row(value, labels));
        }

        /** Between two looks time goes on. */
        private double left(@Nullable Duration atStart) {
            return atStart == null
                    ? Double.NaN
                    : Math.max(0, atStart.toNanos() / NANOS - since(start));
        }

        private double grown(@Nullable Duration atStart) {
            return atStart == null ? 0 : atStart.toNanos() / NANOS + since(start);
        }
    }

    private static long zeros(Collection<Integer> points) {
        return points.stream().filter(it -> it == 0).count();
    }
}
