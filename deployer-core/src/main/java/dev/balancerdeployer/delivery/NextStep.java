package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.Blocker.Kind;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import dev.balancerdeployer.delivery.Stage.Gate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a rollout under way does next: a pure function of what is stored and what is seen
 * (SPEC D7-D9, D12).
 *
 * <pre>{@code
 * pauses on all but the first -> config -> bake -> next pause lifted -> bake -> ... -> complete
 * }</pre>
 *
 * Facts that were seen are noted first, one {@link Step.Note} at a time, so that every step is
 * decided on what is stored.
 */
final class NextStep {

    private final Situation seen;
    private final UnderWay progress;
    private final @Nullable AwacsNamespace awacs;

    private NextStep(Situation seen) {
        this.seen = seen;
        this.progress = seen.progress();
        this.awacs = seen.awacs();
    }

    static Step of(Situation seen) {
        return new NextStep(seen).decide();
    }

    private Step decide() {
        var vanished = vanished();
        if (vanished != null) {
            return vanished;
        }
        var conflict = conflict();
        if (!sameObjects(conflict, progress.conflict())) {
            return new Step.Note(
                    progress.withConflict(conflict),
                    conflict == null
                            ? "awacs is as expected again"
                            : "awacs was changed: " + conflict.objects());
        }
        if (conflict != null) {
            return new Step.Wait(List.of(Blockers.conflict(conflict)));
        }
        var lifted = liftedByOthers();
        if (lifted != null) {
            return lifted;
        }
        return progress.configVersion() == null ? start() : roll(progress.configVersion());
    }

    /** The namespace was there and is gone. */
    private Step.@Nullable Wait vanished() {
        var expected = progress.configVersion() != null || progress.plan().startVersion() != null;
        return awacs == null && expected
                ? new Step.Wait(List.of(Blockers.missing(seen, progress.stages().getFirst())))
                : null;
    }

    private @Nullable Conflict conflict() {
        if (awacs == null || !(seen.foreign() instanceof Foreign.Overlapping(var objects))) {
            return null;
        }
        var known = progress.conflict();
        var since = known != null && known.objects().equals(objects) ? known.since() : seen.now();
        return new Conflict(objects, awacs.version(), since);
    }

    private static boolean sameObjects(@Nullable Conflict one, @Nullable Conflict other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.objects().equals(other.objects()) && one.awacsVersion() == other.awacsVersion();
    }

    /** A pause of ours that is gone without our doing was lifted by a person (SPEC D8). */
    private Step.@Nullable Note liftedByOthers() {
        for (var stage : progress.stages()) {
            if (stage.gate() == Gate.SET
                    && seen.balancer(stage.location()).isPresent()
                    && seen.ourPause(stage.location()).isEmpty()) {
                var opened = stage.with(Gate.LIFTED_BY_OTHERS);
                if (progress.configVersion() != null) {
                    opened = opened.released(seen.now());
                }
                return new Step.Note(
                        progress.withStages(replaced(opened)),
                        "somebody lifted the pause on " + stage.location());
            }
        }
        return null;
    }

    // ---- before the config is written

    private Step start() {
        var closed = Blockers.closedAhead(seen);
        if (!closed.isEmpty()) {
            return new Step.Wait(closed);
        }
        var strangers = strangers();
        if (!strangers.isEmpty()) {
            var stages = new ArrayList<>(progress.stages());
            var forced = seen.rollout().manner() == Manner.FORCED;
            strangers.forEach(
                    it -> stages.add(forced ? Stage.free(it, true) : Stage.held(it, true)));
            return new Step.Note(
                    progress.withStages(stages), "somebody added " + strangers + " meanwhile");
        }
        for (var stage : progress.stages()) {
            if (stage.gate() == Gate.TO_SET && seen.balancer(stage.location()).isPresent()) {
                return new Step.SetPause(stage.location());
            }
        }
        var added = added();
        if (awacs != null && added.isEmpty() && seen.holds()) {
            return new Step.Note(
                    written(progress, awacs.version(), seen.now()),
                    "awacs holds this content already, as version " + awacs.version());
        }
        return new Step.Update(awacs == null ? null : awacs.version(), added);
    }

    /** What somebody added since the plan was frozen is held back like the others. */
    private List<LocationId> strangers() {
        return awacs == null
                ? List.of()
                : awacs.balancers().stream()
                        .map(Balancer::location)
                        .filter(it ->
                                progress.stages().stream()
                                        .noneMatch(stage -> stage.location().equals(it)))
                        .toList();
    }

    /** Those that awacs does not know are born with their pause, in the same write (SPEC D7). */
    private List<NewBalancer> added() {
        return progress.stages().stream()
                .filter(it -> seen.balancer(it.location()).isEmpty())
                .map(it ->
                        new NewBalancer(
                                it.location(),
                                it.gate() == Gate.TO_SET
                                        ? List.of(
                                                Pauses.of(
                                                        seen.rollout(),
                                                        progress,
                                                        it.location(),
                                                        seen.now()))
                                        : List.of()))
                .toList();
    }

    /** After the update landed: those that were to be paused are, the open ones are released. */
    static UnderWay written(UnderWay progress, long version, Instant at) {
        var stages =
                progress.stages().stream()
                        .map(it -> it.gate() == Gate.TO_SET ? it.with(Gate.SET) : it)
                        .map(it -> it.open() ? it.released(at) : it)
                        .toList();
        return progress.withVersion(version, stages);
    }

    /** After the lift landed: the location is released and those before it are behind. */
    static UnderWay released(UnderWay progress, LocationId location, Instant at) {
        var stages = new ArrayList<Stage>();
        var behind = true;
        for (var stage : progress.stages()) {
            if (stage.location().equals(location)) {
                behind = false;
                stages.add(stage.with(Gate.LIFTED).released(at));
            } else {
                stages.add(
                        behind && stage.open() && stage.doneAt() == null ? stage.done(at) : stage);
            }
        }
        return progress.withStages(stages);
    }

    /** After the pause landed. */
    static UnderWay paused(UnderWay progress, LocationId location) {
        return progress.withStages(
                progress.stages().stream()
                        .map(it -> it.location().equals(location) ? it.with(Gate.SET) : it)
                        .toList());
    }

    // ---- after

    private Step roll(long version) {
        if (awacs != null && awacs.version() != version) {
            // Somebody's version, without a conflict: every location bakes it afresh (SPEC D9).
            var afresh = progress.stages().stream().map(it -> it.active(null).done(null)).toList();
            return new Step.Note(
                    progress.withVersion(awacs.version(), afresh),
                    "somebody wrote version %d, which is baked afresh".formatted(awacs.version()));
        }
        var left = leftBySuperseded(version);
        if (left != null) {
            return left;
        }
        var observed = observed(version);
        if (!observed.equals(progress.stages())) {
            return new Step.Note(progress.withStages(observed), "");
        }
        var next =
                progress.stages().stream()
                        .filter(it -> it.gate() == Gate.SET && !gone(it))
                        .findFirst();
        var blockers = new ArrayList<Blocker>();
        var passed = false;
        for (var stage : progress.stages()) {
            if (next.isPresent() && stage.equals(next.get())) {
                blockers.addAll(Blockers.ofTarget(seen, stage));
                passed = true;
            } else if (stage.open() && !stage.leftover()) {
                var found = Blockers.ofReleased(seen, stage, version, next.isPresent());
                // One that a person released out of turn holds nobody up, unless it failed (D12).
                var out = passed;
                blockers.addAll(
                        found.stream()
                                .filter(it -> !out || it.kind() == Kind.FAILED_BALANCER)
                                .toList());
            }
        }
        if (next.isPresent()) {
            blockers.addAll(Blockers.closedAhead(seen));
        }
        if (!blockers.isEmpty()) {
            return new Step.Wait(blockers);
        }
        return next.<Step>map(it -> new Step.Lift(it.location(), version, earlier(it)))
                .orElseGet(() -> new Step.Complete(progress));
    }

    /** Pauses of superseded rollouts go once this one's config is written (SPEC D10). */
    private @Nullable Step leftBySuperseded(long version) {
        if (seen.superseded().isEmpty() || awacs == null) {
            return null;
        }
        for (var balancer : awacs.balancers()) {
            for (var token : seen.superseded()) {
                if (balancer.pause(token).isPresent()) {
                    return new Step.Clear(balancer.location(), token, version);
                }
            }
        }
        return new Step.Forget();
    }

    /** Git no longer lists it and awacs no longer has it. */
    private boolean gone(Stage stage) {
        return stage.leftover() && seen.balancer(stage.location()).isEmpty();
    }

    /** Those that must be active before it, in delivery order. */
    private List<LocationId> earlier(Stage next) {
        return progress.stages().stream()
                .takeWhile(it -> !it.equals(next))
                .filter(it -> !it.leftover())
                .map(Stage::location)
                .toList();
    }

    /** The stages with what awacs says of them; a stage is done when a later one was released. */
    private List<Stage> observed(long version) {
        var stages = new ArrayList<Stage>();
        for (var stage : progress.stages()) {
            var since =
                    seen.balancer(stage.location())
                            .filter(it -> it.activeOn(version))
                            .map(Balancer::stateSince)
                            .orElse(null);
            stages.add(
                    Objects.equals(since, stage.activeAt())
                            ? stage
                            : releasedBefore(since, stage).active(since));
        }
        return stages;
    }

    /** Our clock reading comes after the write, so the balancer may have been active before it. */
    private Stage releasedBefore(@Nullable Instant active, Stage stage) {
        var released = stage.releasedAt();
        return active != null
                        && released != null
                        && active.isBefore(released)
                        && !active.isBefore(seen.rollout().createdAt())
                ? stage.released(active)
                : stage;
    }

    private List<Stage> replaced(Stage changed) {
        return progress.stages().stream()
                .map(it -> it.location().equals(changed.location()) ? changed : it)
                .toList();
    }
}
