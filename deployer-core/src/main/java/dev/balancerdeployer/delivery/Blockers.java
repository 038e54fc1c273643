package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.Blocker.Kind;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says why a rollout waits, in words a person at night understands (SPEC D8, D12, D16). */
final class Blockers {

    private Blockers() {}

    static Blocker conflict(Conflict conflict) {
        return new Blocker(
                Kind.CONFLICT,
                null,
                null,
                "awacs and Git changed the same objects in different ways: "
                        + named(conflict.objects())
                        + "; somebody has to decide (resolve)",
                conflict.since(),
                null);
    }

    /** What keeps a rollout in the queue, besides others; empty: nothing in awacs. */
    static List<Blocker> ofStanding(Queued standing) {
        var blockers = new ArrayList<Blocker>();
        if (standing.conflict() != null) {
            blockers.add(conflict(standing.conflict()));
        }
        if (standing.drift() != null) {
            blockers.add(drift(standing.drift()));
        }
        return blockers;
    }

    static Blocker drift(Drift drift) {
        return new Blocker(
                Kind.DRIFT,
                null,
                null,
                "awacs holds changes made by hand that Git does not have yet, in "
                        + named(drift.objects()),
                drift.since(),
                null);
    }

    static Blocker held(Hold hold) {
        return new Blocker(
                Kind.HELD,
                null,
                hold.by(),
                "%s holds the namespace: %s".formatted(hold.by(), hold.reason()),
                hold.since(),
                null);
    }

    static Blocker missing(Situation seen, Stage stage) {
        var released = stage.releasedAt();
        return new Blocker(
                Kind.MISSING_BALANCER,
                stage.location(),
                null,
                "awacs has no balancer of %s in %s any more"
                        .formatted(seen.rollout().namespace(), stage.location()),
                released == null ? seen.rollout().createdAt() : released,
                null);
    }

    /** What keeps a location's config back although its turn has come. */
    static List<Blocker> ofTarget(Situation seen, Stage stage) {
        if (seen.balancer(stage.location()).isEmpty()) {
            return List.of(missing(seen, stage));
        }
        return pauses(seen, stage);
    }

    /**
     * What keeps the rollout at a location that may take the config.
     *
     * @param bakes whether another location follows, for which this one has to bake
     */
    static List<Blocker> ofReleased(Situation seen, Stage stage, long version, boolean bakes) {
        var found = seen.balancer(stage.location());
        if (found.isEmpty()) {
            return List.of(missing(seen, stage));
        }
        var balancer = found.get();
        var blockers = new ArrayList<Blocker>();
        var onVersion = Objects.equals(balancer.targetVersion(), version);
        if (bakes || !balancer.activeOn(version)) {
            blockers.addAll(pauses(seen, stage));
        }
        var since = sinceOf(balancer, stage, seen);
        if (balancer.activeOn(version)) {
            if (bakes) {
                blockers.addAll(baking(seen, stage, since));
            }
        } else if (onVersion && balancer.state() == BalancerState.FAILED) {
            blockers.add(
                    new Blocker(
                            Kind.FAILED_BALANCER,
                            stage.location(),
                            null,
                            "the balancer in %s failed on version %d%s"
                                    .formatted(stage.location(), version, said(balancer.message())),
                            since,
                            null));
        } else if (blockers.isEmpty()) {
            blockers.add(
                    new Blocker(
                            Kind.NOT_ACTIVE,
                            stage.location(),
                            null,
                            "the balancer in %s does not report version %d as active yet"
                                    .formatted(stage.location(), version),
                            since,
                            null));
        }
        return blockers;
    }

    /** Under the policy {@code skip}: a closed location that this rollout still has ahead. */
    static List<Blocker> closedAhead(Situation seen) {
        return seen.progress().stages().stream()
                .filter(it -> it.activeAt() == null)
                .filter(it -> seen.closed().contains(it.location().value()))
                .map(it ->
                        new Blocker(
                                Kind.CLOSED_LOCATION,
                                it.location(),
                                null,
                                it.location() + " is listed as closed at the kill switch",
                                seen.rollout().createdAt(),
                                null))
                .toList();
    }

    private static List<Blocker> baking(Situation seen, Stage stage, Instant activeSince) {
        var bake = seen.progress().plan().bake();
        var over = activeSince.plus(bake);
        if (!seen.now().isBefore(over)) {
            return List.of();
        }
        return List.of(
                new Blocker(
                        Kind.BAKE,
                        stage.location(),
                        null,
                        "%s bakes until %s".formatted(stage.location(), over),
                        activeSince,
                        over));
    }

    private static List<Blocker> pauses(Situation seen, Stage stage) {
        return seen.foreignPauses(stage.location()).stream()
                .map(it ->
                        new Blocker(
                                Kind.PAUSE,
                                stage.location(),
                                it.author(),
                                "%s paused %s (%s): %s"
                                        .formatted(
                                                it.author(),
                                                stage.location(),
                                                it.kind(),
                                                it.reason()),
                                it.since(),
                                null))
                .toList();
    }

    private static Instant sinceOf(Balancer balancer, Stage stage, Situation seen) {
        var since = balancer.stateSince();
        if (since != null) {
            return since;
        }
        var released = stage.releasedAt();
        return released == null ? seen.rollout().createdAt() : released;
    }

    private static String said(@Nullable String message) {
        return message == null || message.isBlank() ? "" : ": " + message;
    }

    private static String named(List<ObjectPath> objects) {
        var first = objects.stream().limit(5).map(ObjectPath::value).toList();
        var text = String.join(", ", first);
        return objects.size() > first.size()
                ? text + " and %d more".formatted(objects.size() - first.size())
                : text;
    }
}
