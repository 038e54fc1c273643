package dev.balancerdeployer.weights;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts how changes go (SPEC W4, O3). */
final class MeteredChanges implements WeightSignals {

    private final Map<Attempted, Counter> attempts = new EnumMap<>(Attempted.class);
    private final Timer publish;

    MeteredChanges(MeterRegistry registry) {
        for (var how : Attempted.values()) {
            var outcome = how.name().toLowerCase(Locale.ROOT);
            attempts.put(how, WeightMeter.ATTEMPTS.described().counterIn(registry, outcome));
        }
        publish = WeightMeter.PUBLISH.described().timerIn(registry);
    }

    @Override
    public void attempted(ConfigId config, Attempted how) {
        attempts.get(how).increment();
    }

    @Override
    public void published(ConfigId config, Duration afterWrite) {
        publish.record(afterWrite);
    }
}
