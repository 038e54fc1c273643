package dev.balancerdeployer.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the gauges of delivery show; a kind or state that is not there has none.
 *
 * @param oldestPauses the age of the oldest of each kind
 * @param undelivered how long the oldest rollout has waited
 */
record DeliveryFigures(
        Map<RolloutState, Long> rollouts,
        Map<NamespaceView.State, Long> namespaces,
        Map<PauseKind, Duration> oldestPauses,
        long overduePauses,
        Duration undelivered) {

    static final DeliveryFigures NONE =
            new DeliveryFigures(Map.of(), Map.of(), Map.of(), 0, Duration.ZERO);

    /**
     * @param odd directories that cannot be namespaces, which are listed with them
     * @param pauses those of namespaces with a rollout that is not over
     */
    static DeliveryFigures of(
            List<NamespaceRecord> records, long odd, Collection<Pause> pauses, Instant now) {
        var namespaces = new EnumMap<NamespaceView.State, Long>(NamespaceView.State.class);
        namespaces.put(NamespaceView.State.INVALID, odd);
        records.forEach(it -> namespaces.merge(state(it), 1L, Long::sum));
        return new DeliveryFigures(
                rollouts(records),
                namespaces,
                oldest(pauses, now),
                pauses.stream().filter(it -> isOverdue(it, now)).count(),
                undelivered(records, now));
    }

    /** Those of one namespace that are not over. */
    static Stream<Rollout> unfinished(NamespaceRecord record) {
        return Stream.of(
                        Optional.ofNullable(record.current()),
                        Optional.ofNullable(record.waiting()))
                .flatMap(Optional::stream)
                .filter(it -> !it.state().finished());
    }

    private static Map<RolloutState, Long> rollouts(List<NamespaceRecord> records) {
        var counts = new EnumMap<RolloutState, Long>(RolloutState.class);
        records.stream()
                .flatMap(DeliveryFigures::unfinished)
                .forEach(it -> counts.merge(it.state(), 1L, Long::sum));
        return counts;
    }

    /**
     * As {@link Namespaces} tells it, but by the record alone: drift is what the puller found and
     * could not bring to Git.
     */
    static NamespaceView.State state(NamespaceRecord record) {
        var conflict = !OpenConflict.of(record).isEmpty();
        var drifted = !record.pulls().refused().isEmpty();
        return NamespaceView.State.of(record, conflict, drifted);
    }

    private static Map<PauseKind, Duration> oldest(Collection<Pause> pauses, Instant now) {
        var ages = new EnumMap<PauseKind, Duration>(PauseKind.class);
        for (var it : pauses) {
            ages.merge(it.kind(), age(it.since(), now), DeliveryFigures::longer);
        }
        return ages;
    }

    private static boolean isOverdue(Pause pause, Instant now) {
        var overdueAt = pause.overdueAt();
        return overdueAt != null && now.isAfter(overdueAt);
    }

    private static Duration undelivered(List<NamespaceRecord> records, Instant now) {
        return records.stream()
                .flatMap(it -> Optional.ofNullable(it.waiting()).stream())
                .map(it -> age(it.createdAt(), now))
                .reduce(Duration.ZERO, DeliveryFigures::longer);
    }

    /** Another server's clock may be ahead. */
    static Duration age(Instant since, Instant now) {
        return longer(Duration.between(since, now), Duration.ZERO);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
