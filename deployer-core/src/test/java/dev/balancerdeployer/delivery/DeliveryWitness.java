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
import java.util.stream.LongStream;
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
    private final Map<String, Set<Map<String, String>>> committed = new HashMap<>();
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
        committed
                .computeIfAbsent(source.name(), _ -> new HashSet<>())
                .add(Map.copyOf(source.objects()));
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
                    check(
                            lift.token().equals(rollout(namespace).token()),
                            "lifted another's pause " + lift.token());
                    samePausesBut(before, after, lift.location(), lift.token());
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

    private void judgeUpdate(
            NamespaceId namespace, @Nullable AwacsNamespace before, AwacsNamespace after) {
        var name = namespace.value();
        var rollout = rollout(namespace);
        var texts = world.awacs.texts(name, after.version());
        check(isCommitted(name, texts), "wrote what nobody committed: " + texts);
        if (before != null) {
            judgeOverwritten(name, before.version(), texts);
        }
        for (var balancer : after.balancers()) {
            var location = balancer.location();
            var known = before == null ? null : before.balancer(location).orElse(null);
            var first = location.equals(order(rollout).getFirst());
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

    /**
     * What was replaced is what both sides had in common once (SPEC D9): our last version, or a
     * later one by a person that is a commit's content as a whole.
     */
    private void judgeOverwritten(String name, long version, Map<String, String> to) {
        var before = world.awacs.texts(name, version);
        var paths = new TreeSet<>(before.keySet());
        paths.addAll(to.keySet());
        paths.removeIf(it -> Objects.equals(before.get(it), to.get(it)));
        var ours = written.getOrDefault(name, 0L);
        var fine =
                LongStream.rangeClosed(Math.max(1, ours), version)
                        .mapToObj(it -> Map.entry(it, world.awacs.texts(name, it)))
                        .filter(it ->
                                Objects.equals(it.getKey(), ours)
                                        || isCommitted(name, it.getValue()))
                        .anyMatch(base ->
                                paths.stream()
                                        .allMatch(it ->
                                                Objects.equals(
                                                        before.get(it), base.getValue().get(it))));
        check(paths.isEmpty() || fine, "overwrote %s with %s".formatted(before, to));
    }

    private void judgeLift(Lift lift, AwacsNamespace after) {
        var name = lift.namespace().value();
        check(
                isCommitted(name, world.awacs.texts(name, after.version())),
                "released a foreign text to " + lift.location());
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

    private boolean isCommitted(String namespace, Map<String, String> texts) {
        return committed.getOrDefault(namespace, Set.of()).contains(Map.copyOf(texts));
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
