package dev.balancerdeployer.coordination;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One meter (SPEC O3): what it is called, what it measures, and how it comes into a registry.
 *
 * @param name as Micrometer writes it
 * @param unit {@link #SECONDS}, or in words what is counted
 * @param meaning for whoever reads it
 * @param labels in the order in which values are given; never anything there are many of
 */
public record MeterDescription(
        String name, Type type, String unit, String meaning, List<String> labels) {

    /** The unit that becomes a part of the exported name. */
    public static final String SECONDS = "seconds";

    /** What kind of meter. */
    public enum Type {
        COUNTER,
        TIMER,
        GAUGE
    }

    public MeterDescription {
        labels = List.copyOf(labels);
    }

    public static MeterDescription counter(
            String name, String unit, String meaning, String... labels) {
        return new MeterDescription(name, Type.COUNTER, unit, meaning, List.of(labels));
    }

    public static MeterDescription timer(String name, String meaning, String... labels) {
        return new MeterDescription(name, Type.TIMER, SECONDS, meaning, List.of(labels));
    }

    public static MeterDescription gauge(
            String name, String unit, String meaning, String... labels) {
        return new MeterDescription(name, Type.GAUGE, unit, meaning, List.of(labels));
    }

    /** The names of its samples as Prometheus scrapes them. */
    public List<String> exportedNames() {
        var stem = name.replace('.', '_');
        return switch (type) {
            case COUNTER -> List.of(stem + "_total");
            case TIMER ->
                    List.of(stem + "_seconds_count", stem + "_seconds_sum", stem + "_seconds_max");
            case GAUGE -> List.of(baseUnit() == null ? stem : stem + "_" + SECONDS);
        };
    }

    /** The one with these values of the labels; registered unless it is. */
    public Counter counterIn(MeterRegistry registry, String... values) {
        return Counter.builder(name).description(meaning).tags(tags(values)).register(registry);
    }

    /** The one with these values of the labels; registered unless it is. */
    public Timer timerIn(MeterRegistry registry, String... values) {
        return Timer.builder(name).description(meaning).tags(tags(values)).register(registry);
    }

    /** Registers one that is asked whenever it is read, so the answer must be at hand. */
    public void gaugeIn(MeterRegistry registry, Supplier<Number> value, String... values) {
        Gauge.builder(name, value)
                .description(meaning)
                .baseUnit(baseUnit())
                .tags(tags(values))
                .register(registry);
    }

    /** Registers gauges whose values of the labels come and go; each look replaces all rows. */
    public MultiGauge rowsIn(MeterRegistry registry) {
        return MultiGauge.builder(name)
                .description(meaning)
                .baseUnit(baseUnit())
                .register(registry);
    }

    /** A row of {@link #rowsIn}; the value is asked for whenever it is read. */
    public MultiGauge.Row<?> row(Supplier<Number> value, String... values) {
        return MultiGauge.Row.of(Tags.of(tags(values)), value);
    }

    private @Nullable String baseUnit() {
        return unit.equals(SECONDS) ? SECONDS : null;
    }

    private List<Tag> tags(String... values) {
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(name + " has the labels " + labels);
        }
        var tags = new ArrayList<Tag>();
        for (var i = 0; i < values.length; i++) {
            tags.add(Tag.of(labels.get(i), values[i]));
        }
        return tags;
    }
}
