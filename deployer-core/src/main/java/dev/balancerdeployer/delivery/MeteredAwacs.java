package dev.balancerdeployer.delivery;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Fence;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Measures every call of awacs, repeats within it and all. */
final class MeteredAwacs implements Awacs {

    private final Awacs awacs;
    private final MeterRegistry registry;
    private final Map<Operation, Map<Result, Timer>> timers = new EnumMap<>(Operation.class);

    private enum Operation {
        FIND,
        OBJECTS,
        VERSION,
        ATTEMPT,
        FENCE,
        UPDATE,
        PAUSE,
        LIFT
    }

    private enum Result {
        DONE,
        REFUSED,
        /** There was no answer that means anything. */
        UNAVAILABLE
    }

    MeteredAwacs(Awacs awacs, MeterRegistry registry) {
        this.awacs = awacs;
        this.registry = registry;
        for (var operation : Operation.values()) {
            var results = new EnumMap<Result, Timer>(Result.class);
            for (var result : Result.values()) {
                results.put(
                        result,
                        DeliveryMeter.AWACS_CALL
                                .described()
                                .timerIn(registry, label(operation), label(result)));
            }
            timers.put(operation, results);
        }
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private <T> T read(Operation operation, Supplier<T> call) {
        return timed(operation, call, _ -> Result.DONE);
    }

    private Outcome write(Operation operation, Supplier<Outcome> call) {
        return timed(
                operation, call, it -> it instanceof Outcome.Done ? Result.DONE : Result.REFUSED);
    }

    private <T> T timed(Operation operation, Supplier<T> call, Function<T, Result> judge) {
        var sample = Timer.start(registry);
        var result = Result.UNAVAILABLE;
        try {
            var answer = call.get();
            result = judge.apply(answer);
            return answer;
        } finally {
            sample.stop(requireNonNull(requireNonNull(timers.get(operation)).get(result)));
        }
    }

    @Override
    public Optional<AwacsNamespace> find(NamespaceId namespace) {
        return read(Operation.FIND, () -> awacs.find(namespace));
    }

    @Override
    public Optional<SortedMap<ObjectPath, String>> objects(NamespaceId namespace, long version) {
        return read(Operation.OBJECTS, () -> awacs.objects(namespace, version));
    }

    @Override
    public Optional<AwacsVersion> version(NamespaceId namespace, long version) {
        return read(Operation.VERSION, () -> awacs.version(namespace, version));
    }

    @Override
    public Optional<Landed> attempt(NamespaceId namespace, AttemptId attempt) {
        return read(Operation.ATTEMPT, () -> awacs.attempt(namespace, attempt));
    }

    @Override
    public Outcome raiseFence(NamespaceId namespace, Fence fence) {
        return write(Operation.FENCE, () -> awacs.raiseFence(namespace, fence));
    }

    @Override
    public Outcome update(ConfigUpdate update, Actor by, Safeguard safeguard) {
        return write(Operation.UPDATE, () -> awacs.update(update, by, safeguard));
    }

    @Override
    public Outcome pause(
            NamespaceId namespace,
            LocationId location,
            NewBalancer.NewPause pause,
            Actor by,
            Safeguard safeguard) {
        return write(Operation.PAUSE, () -> awacs.pause(namespace, location, pause, by, safeguard));
    }

    @Override
    public Outcome lift(Lift lift, Actor by, Safeguard safeguard) {
        return write(Operation.LIFT, () -> awacs.lift(lift, by, safeguard));
    }
}
