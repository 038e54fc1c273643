package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SwitchState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches every write of the jobs to awacs and says which rule it broke (SPEC C5, D7-D9, D12). It
 * sees awacs before and after the write and knows what people did; of the jobs' own thoughts it
 * knows the frozen order of locations only.
 */
final class DeliveryWitness implements Awacs {

    private final World world;
    private final Awacs inner;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Set<String>> committed = new HashMap<>();
    private final Map<String, Long> written = new HashMap<>();
    private final Set<String> liftedByPeople = new HashSet<>();
    private final Map<String, Integer> releases = new HashMap<>();
    private @Nullable Instant switchedAt;

    DeliveryWitness(World world) {
        this.world = world;
        this.inner = world.awacs;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    // ---- what people did

    void committed(NamespaceSource source) {
        source.objects().forEach((path, text) -> committedTexts(source.name(), path).add(text));
    }

    private Set<String> committedTexts(String namespace, String path) {
        return committed.computeIfAbsent(namespace + "/" + path, _ -> new HashSet<>());
    }

    /** Somebody took Git's side against that text. */
    void decided(String namespace, String path, @Nullable String text) {
        if (text != null) {
            committedTexts(namespace, path).add(text);
        }
    }

    void lifted(String namespace, String location, String token) {
        liftedByPeople.add(namespace + "/" + location + "/" + token);
    }

    void switched() {
        switchedAt = world.clock.instant();
    }

    // ---- the port

    @Override
    public Optional<AwacsNamespace> find(NamespaceId namespace) {
        return inner.find(namespace);
    }

    @Override
    public Optional<SortedMap<ObjectPath, String>> objects(NamespaceId namespace, long version) {
        return inner.objects(namespace, version);
    }

    @Override
    public Optional<AwacsVersion> version(NamespaceId namespace, long version) {
        return inner.version(namespace, version);
    }

    @Override
    public Outcome raiseFence(NamespaceId namespace, Fence fence) {
        return inner.raiseFence(namespace, fence);
    }

    @Override
    public Optional<Landed> attempt(NamespaceId namespace, AttemptId attempt) {
        return inner.attempt(namespace, attempt);
    }

    @Override
    public Outcome update(ConfigUpdate update, Actor by, Safeguard safeguard) {
        return watched(
                update.namespace(),
                () -> inner.update(update, by, safeguard),
                (before, after) -> {
                    judgeUpdate(update.namespace(), before, after);
                    released(update.namespace(), safeguard);
                });
    }

    @Override
    public Outcome pause(
            NamespaceId namespace,
            LocationId location,
            NewBalancer.NewPause pause,
            Actor by,
            Safeguard safeguard) {
        return watched(
                namespace,
                () -> inner.pause(namespace, location, pause, by, safeguard),
                (before, after) -> {
                    var rollout = rollout(namespace);
                    check(pause.token().equals(rollout.token()), "a pause of another rollout");
                    check(
                            !liftedByPeople.contains(key(namespace, location, pause.token())),
                            "set a pause again that a person lifted");
                    check(!location.equals(order(rollout).getFirst()), "paused the first location");
                    samePausesBut(before, after, location, pause.token());
                });
    }

    @Override
    public Outcome lift(Lift lift, Actor by, Safeguard safeguard) {
        var namespace = lift.namespace();
        return watched(
                namespace,
                () -> inner.lift(lift, by, safeguard),
                (before, after) -> {
                    samePausesBut(before, after, lift.location(), lift.token());
                    if (isSuperseded(lift)) {
                        judgeClearing(lift, before, after);
                        return;
                    }
                    check(
                            lift.token().equals(rollout(namespace).token()),
                            "lifted another's pause " + lift.token());
                    judgeLift(lift, after);
                    released(namespace, safeguard);
                });
    }

    // ---- judging

    private interface Judging {

        void judge(@Nullable AwacsNamespace before, AwacsNamespace after);
    }

    private Outcome watched(NamespaceId namespace, Supplier<Outcome> write, Judging judging) {
        var before = world.awacs.registry().find(namespace).orElse(null);
        try {
            return write.get();
        } finally {
            var after = world.awacs.registry().find(namespace).orElse(null);
            if (after != null && !after.equals(before)) {
                judgeSwitch(namespace);
                judging.judge(before, after);
            }
        }
    }

    private boolean isSuperseded(Lift lift) {
        var record = world.known(lift.namespace());
        return record != null
                && record.superseded().stream().anyMatch(it -> it.token().equals(lift.token()));
    }

    /** Only the first location, or one that a person opened, gets the config by it (SPEC D10). */
    private void judgeClearing(Lift lift, @Nullable AwacsNamespace before, AwacsNamespace after) {
        var rollout = rollout(lift.namespace());
        var location = lift.location();
        var was = before == null ? null : before.balancer(location).orElse(null);
        var is = after.balancer(location).orElseThrow();
        check(
                rollout.configVersion() != null,
                "lifted a superseded pause before the successor's config was written");
        check(
                (was != null && Objects.equals(was.targetVersion(), is.targetVersion()))
                        || isOpen(rollout, location),
                "lifting a superseded pause released " + location);
    }

    private boolean isOpen(Rollout rollout, LocationId location) {
        return rollout.manner() == Manner.FORCED
                || location.equals(order(rollout).getFirst())
                || liftedByPeople.contains(key(rollout.namespace(), location, rollout.token()))
                || rollout.stages().stream()
                        .anyMatch(it -> it.location().equals(location) && it.open());
    }

    private void judgeUpdate(
            NamespaceId namespace, @Nullable AwacsNamespace before, AwacsNamespace after) {
        var name = namespace.value();
        var rollout = rollout(namespace);
        var texts = world.awacs.texts(name, after.version());
        Map<String, String> replaced =
                before == null ? Map.of() : world.awacs.texts(name, before.version());
        judgeWritten(rollout, replaced, texts);
        if (before != null) {
            judgeOverwritten(name, before.version(), texts);
        }
        for (var balancer : after.balancers()) {
            var location = balancer.location();
            var known = before == null ? null : before.balancer(location).orElse(null);
            var first =
                    rollout.manner() == Manner.FORCED || location.equals(order(rollout).getFirst());
            if (known != null) {
                check(known.pauses().equals(balancer.pauses()), "an update changed pauses");
            } else {
                check(
                        first || balancer.pause(rollout.token()).isPresent(),
                        location + " was born without its pause");
            }
            var target = known == null ? null : known.targetVersion();
            check(
                    Objects.equals(target, balancer.targetVersion())
                            || first
                            || liftedByPeople.contains(key(namespace, location, rollout.token())),
                    location + " got the config before its turn");
        }
        written.put(name, after.version());
    }

    /** What changes, changes to the revision's text. */
    private void judgeWritten(Rollout rollout, Map<String, String> from, Map<String, String> to) {
        var name = rollout.namespace();
        var git = world.repository.objects(rollout.revision(), name);
        for (var path : differing(from, to)) {
            check(
                    Objects.equals(to.get(path), git.get(new ObjectPath(path))),
                    "wrote what is not in the revision: " + path);
        }
    }

    /**
     * What was replaced is what both sides had in common once (SPEC D9): our last text of the
     * object, or a later one by a person that Git has too.
     */
    private void judgeOverwritten(String name, long version, Map<String, String> to) {
        var before = world.awacs.texts(name, version);
        var ours = written.getOrDefault(name, 0L);
        for (var path : differing(before, to)) {
            var text = before.get(path);
            var common = ours > 0 && Objects.equals(text, world.awacs.texts(name, ours).get(path));
            check(
                    common || text == null || committedTexts(name, path).contains(text),
                    "overwrote %s of %s with %s".formatted(path, before, to));
        }
    }

    private static Set<String> differing(Map<String, String> one, Map<String, String> other) {
        var paths = new TreeSet<>(one.keySet());
        paths.addAll(other.keySet());
        paths.removeIf(it -> Objects.equals(one.get(it), other.get(it)));
        return paths;
    }

    private void judgeLift(Lift lift, AwacsNamespace after) {
        for (var earlier : order(rollout(lift.namespace()))) {
            if (earlier.equals(lift.location())) {
                break;
            }
            var balancer = after.balancer(earlier).orElse(null);
            var since = balancer == null ? null : balancer.stateSince();
            check(
                    balancer != null
                            && since != null
                            && balancer.pauses().isEmpty()
                            && balancer.activeOn(after.version())
                            && !since.plus(World.BAKE).isAfter(world.clock.instant()),
                    "%s was released before %s had baked: %s"
                            .formatted(lift.location(), earlier, balancer));
        }
    }

    private void samePausesBut(
            @Nullable AwacsNamespace before,
            AwacsNamespace after,
            LocationId location,
            PauseToken token) {
        if (before == null) {
            return;
        }
        for (var balancer : before.balancers()) {
            var now = after.balancer(balancer.location()).orElseThrow();
            var one = new ArrayList<>(balancer.pauses());
            var other = new ArrayList<>(now.pauses());
            if (balancer.location().equals(location)) {
                one.removeIf(it -> it.token().equals(token));
                other.removeIf(it -> it.token().equals(token));
            }
            check(one.equals(other), "touched pauses of others");
        }
    }

    private void judgeSwitch(NamespaceId namespace) {
        var since = switchedAt;
        if (since == null || world.clock.instant().isBefore(since.plus(Duration.ofSeconds(2)))) {
            return;
        }
        switch (world.killSwitch) {
            case SwitchState.Closed _ -> check(false, "wrote while the switch was closed");
            case SwitchState.Open(var closed, var _) -> {
                var rollout = rollout(namespace);
                var version = rollout.configVersion();
                var now = world.awacs.registry().find(namespace).orElseThrow();
                for (var location : order(rollout)) {
                    check(
                            !closed.contains(location.value())
                                    || (version != null
                                            && now.balancer(location)
                                                    .filter(it -> it.activeOn(version))
                                                    .isPresent()),
                            "wrote although it has the closed " + location + " ahead");
                }
            }
        }
    }

    /** A rollout of one location may end, and the next one start, in one run. */
    private void released(NamespaceId namespace, Safeguard safeguard) {
        var run = safeguard.fence() + "/" + rollout(namespace).id();
        check(releases.merge(run, 1, Integer::sum) == 1, "a run released twice");
    }

    private Rollout rollout(NamespaceId namespace) {
        var record = world.known(namespace);
        var current = record == null ? null : record.current();
        if (current == null) {
            throw new AssertionError("a write without a rollout of " + namespace);
        }
        return current;
    }

    private static List<LocationId> order(Rollout rollout) {
        return rollout.progress() instanceof RolloutProgress.UnderWay it
                ? it.plan().locations()
                : List.of();
    }

    private static String key(NamespaceId namespace, LocationId location, PauseToken token) {
        return namespace + "/" + location + "/" + token;
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            violations.add(rule);
        }
    }
}
