package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one namespace (SPEC D8, D15): a pure judgement over what is stored and what
 * awacs shows.
 */
final class Findings {

    private static final Duration FIRST_LOCATION = Duration.ofHours(1);
    private static final Duration FOREIGN = Duration.ofDays(1);
    private static final Set<PauseKind> OF_THE_AUTOMATION =
            Set.of(PauseKind.BAKE, PauseKind.DRIFT, PauseKind.ALERT);

    private final NamespaceRecord record;
    private final AwacsNamespace known;
    private final Instant now;
    private final Duration deadline;
    private final Function<Rollout, List<Blocker>> why;
    private final List<Finding> found = new ArrayList<>();

    /**
     * @param now database time
     * @param deadline how long a balancer may take to become active
     * @param why what blocks a rollout now
     */
    Findings(
            NamespaceRecord record,
            AwacsNamespace known,
            Instant now,
            Duration deadline,
            Function<Rollout, List<Blocker>> why) {
        this.record = record;
        this.known = known;
        this.now = now;
        this.deadline = deadline;
        this.why = why;
    }

    List<Finding> all() {
        for (var balancer : known.balancers()) {
            failed(balancer);
            balancer.pauses().forEach(it -> pause(balancer, it));
        }
        var rollout = record.current();
        var progress = record.underWay();
        if (rollout != null && progress != null) {
            stuck(progress);
            strangers(rollout, progress);
        }
        return List.copyOf(found);
    }

    private void failed(Balancer balancer) {
        if (balancer.state() == BalancerState.FAILED) {
            add(
                    AlertKind.BALANCER_FAILED,
                    balancer.location(),
                    null,
                    "the balancer in %s failed on version %s%s"
                            .formatted(
                                    balancer.location(),
                                    balancer.targetVersion(),
                                    said(balancer.message())));
        }
    }

    private void pause(Balancer balancer, Pause pause) {
        var location = balancer.location();
        var overdueAt = pause.overdueAt();
        if (OF_THE_AUTOMATION.contains(pause.kind())
                && overdueAt != null
                && now.isAfter(overdueAt)) {
            add(
                    AlertKind.PAUSE_OVERDUE,
                    location,
                    pause.token(),
                    "%s was to be released by %s; %s".formatted(location, overdueAt, blockers()));
        }
        if (pause.kind() == PauseKind.BAKE && !owners().contains(pause.token())) {
            add(
                    AlertKind.ORPHAN_PAUSE,
                    location,
                    pause.token(),
                    "the pause %s on %s belongs to no rollout that goes on: %s"
                            .formatted(pause.token(), location, pause.reason()));
        }
    }

    /** The tokens of rollouts that still look after their pauses. */
    private Set<PauseToken> owners() {
        var owners = new HashSet<PauseToken>();
        var current = record.current();
        if (current != null && record.underWay() != null) {
            owners.add(current.token());
        }
        record.superseded().forEach(it -> owners.add(it.token()));
        return owners;
    }

    private String blockers() {
        var rollout = record.underWay() == null ? record.waiting() : record.current();
        if (rollout == null) {
            return "no rollout goes on";
        }
        return why.apply(rollout).stream()
                .limit(3)
                .map(it -> it.kind() + ": " + it.reason())
                .collect(Collectors.joining("; "));
    }

    private void stuck(UnderWay progress) {
        for (var stage : progress.stages()) {
            var balancer = known.balancer(stage.location()).orElse(null);
            var since = balancer == null ? null : balancer.stateSince();
            if (balancer != null
                    && stage.open()
                    && balancer.state() == BalancerState.IN_PROGRESS
                    && Objects.equals(balancer.targetVersion(), progress.configVersion())
                    && since != null
                    && now.isAfter(since.plus(deadline))) {
                add(
                        AlertKind.STAGE_STUCK,
                        stage.location(),
                        null,
                        "%s has been taking version %s since %s"
                                .formatted(stage.location(), progress.configVersion(), since));
            }
        }
    }

    // ---- pauses of people that are in the way

    private void strangers(Rollout rollout, UnderWay progress) {
        var first = progress.stages().getFirst();
        for (var stage : progress.stages()) {
            var balancer = known.balancer(stage.location()).orElse(null);
            var turn = turn(rollout, progress, stage);
            if (balancer == null || turn == null || stage.leftover()) {
                continue;
            }
            for (var pause : balancer.pauses()) {
                if (OF_THE_AUTOMATION.contains(pause.kind())) {
                    continue;
                }
                var since = pause.since().isAfter(turn) ? pause.since() : turn;
                var isFirst = stage.location().equals(first.location());
                if (isFirst
                        && !Objects.equals(balancer.targetVersion(), progress.configVersion())
                        && !now.isBefore(since.plus(FIRST_LOCATION))) {
                    stranger(AlertKind.FIRST_LOCATION_BLOCKED, stage, pause, since);
                }
                if (!now.isBefore(since.plus(FOREIGN))) {
                    stranger(AlertKind.FOREIGN_PAUSE, stage, pause, since);
                }
            }
        }
    }

    private void stranger(AlertKind kind, Stage stage, Pause pause, Instant since) {
        add(
                kind,
                stage.location(),
                pause.token(),
                "a pause of %s (%s) has kept the rollout from %s since %s: %s"
                        .formatted(
                                pause.author(),
                                pause.kind(),
                                stage.location(),
                                since,
                                pause.reason()));
    }

    /** Since when a pause of a person would be in the way there; null: it is not yet. */
    private @Nullable Instant turn(Rollout rollout, UnderWay progress, Stage stage) {
        var turn = rollout.createdAt();
        for (var earlier : progress.stages()) {
            if (earlier.equals(stage)) {
                return turn;
            }
            var active = earlier.activeAt();
            if (earlier.leftover()) {
                continue;
            }
            if (active == null) {
                return stage.open() ? stage.releasedAt() : null;
            }
            var baked = active.plus(progress.plan().bake());
            turn = baked.isAfter(turn) ? baked : turn;
        }
        return turn;
    }

    private void add(
            AlertKind kind, LocationId location, @Nullable PauseToken token, String summary) {
        found.add(new Finding(kind, record.id(), location, token, record.id() + ": " + summary));
    }

    private static String said(@Nullable String message) {
        return message == null || message.isBlank() ? "" : ": " + message;
    }
}
