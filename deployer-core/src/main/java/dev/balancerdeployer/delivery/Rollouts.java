package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.DeliveryRecords.Filter;
import dev.balancerdeployer.delivery.DeliveryRecords.Position;
import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import dev.balancerdeployer.store.Cursor;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rollouts for readers (SPEC D16). Thread-safe; writes nothing. */
public final class Rollouts {

    private static final String LIST = "rollouts";
    private static final Comparator<Rollout> NEWEST_FIRST =
            Comparator.comparing(Rollout::createdAt).thenComparing(Rollout::id).reversed();

    private final DeliveryRecords records;
    private final Awacs awacs;
    private final Why why;

    Rollouts(DeliveryRecords records, Awacs awacs, Why why) {
        this.records = records;
        this.awacs = awacs;
        this.why = why;
    }

    public Optional<RolloutView> find(RolloutId id) {
        return records.findByRollout(id)
                .flatMap(stored -> open(stored).filter(it -> it.id().equals(id)).findFirst())
                .or(() -> records.findFiled(id))
                .map(this::view);
    }

    /** Newest first. */
    public Page<RolloutView> list(Filter filter, PageRequest page) {
        var after = page.after() == null ? null : position(page.after());
        var open =
                stored(filter.namespace()).stream()
                        .flatMap(Rollouts::open)
                        .filter(filter::matches)
                        .filter(it -> after == null || after.isBefore(it))
                        .toList();
        var openIds = open.stream().map(Rollout::id).toList();
        var filed = records.listFiled(filter, after, page.limit() + 1);
        var merged =
                Stream.concat(
                                open.stream(),
                                filed.stream().filter(it -> !openIds.contains(it.id())))
                        .sorted(NEWEST_FIRST)
                        .limit(page.limit() + 1L)
                        .toList();
        return Cursor.page(
                        merged, page, it -> Cursor.of(LIST, it.createdAt().toEpochMilli(), it.id()))
                .map(this::view);
    }

    /** All that blocks it now; empty optional: no such rollout; empty list: it has ended. */
    public Optional<List<Blocker>> why(RolloutId id) {
        var stored = records.findByRollout(id);
        if (stored.isPresent()) {
            return open(stored.get())
                    .filter(it -> it.id().equals(id))
                    .findFirst()
                    .map(it -> why.of(stored.get(), it));
        }
        return records.findFiled(id).map(_ -> List.of());
    }

    private List<Stored> stored(@Nullable NamespaceId namespace) {
        return namespace == null ? records.all() : records.find(namespace).stream().toList();
    }

    private static Stream<Rollout> open(Stored stored) {
        var record = stored.record();
        return Stream.concat(
                Stream.of(record.current(), record.queued()).filter(Objects::nonNull),
                record.superseded().stream());
    }

    private RolloutView view(Rollout rollout) {
        var namespace =
                rollout.state().finished() ? null : awacs.find(rollout.namespace()).orElse(null);
        List<LocationId> listed =
                rollout.progress() instanceof RolloutProgress.Queued
                        ? records.find(rollout.namespace())
                                .map(it -> it.record().source().locations())
                                .orElseGet(List::of)
                        : List.of();
        return new RolloutView(rollout, StageViews.of(rollout, listed, namespace));
    }

    private static Position position(String after) {
        var key = Cursor.parse(LIST, after, 2);
        try {
            return new Position(
                    Instant.ofEpochMilli(Long.parseLong(key.getFirst())),
                    new RolloutId(key.getLast()));
        } catch (NumberFormatException | DateTimeParseException _) {
            throw Cursor.refused();
        }
    }
}
