package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.RunResult;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.coordination.SwitchState;
import dev.balancerdeployer.delivery.registry.Activation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A random life of three namespaces from one seed: pushes, hand edits and their way back to Git,
 * decisions about conflicts, pauses, requests, flips of the switch, kills, lost answers and stalled
 * runs, judged by {@link DeliveryWitness}; then the world calms down and everything has to end.
 */
final class DeliveryHistory {

    private static final List<String> NAMES = List.of("alpha", "beta", "gamma");
    private static final List<String> LOCATIONS = List.of("sas", "vla", "man", "iva");
    private static final List<String> PATHS = List.of("a", "b", "c");

    private static final Actor PERSON = InMemoryAwacs.PERSON;

    private final Random random;
    private final World world;
    private final DeliveryWitness witness;
    private final List<String> story = new ArrayList<>();
    private final Map<String, NamespaceSource> sources = new HashMap<>();
    private final Set<RolloutId> seen = new HashSet<>();
    private final List<Deployment> asked = new ArrayList<>();
    private final List<Revision> pushed = new ArrayList<>();
    private final PullMode mode;
    private final Set<String> decided = new HashSet<>();
    private int texts;

    DeliveryHistory(long seed) {
        random = new Random(seed);
        mode = seed % 3 == 0 ? PullMode.BRANCH : PullMode.COMMIT;
        world = new World(random.nextBoolean() ? Activation.IMMEDIATE : Activation.REPORTED);
        witness = new DeliveryWitness(world);
        world.through(witness);
        for (var name : NAMES) {
            push(namespace(name).object("a", text()).locations(order()));
        }
    }

    List<String> story() {
        return Collections.unmodifiableList(story);
    }

    /** Lives through that many events, then the world calms down. */
    void live(int events) {
        for (var i = 0; i < events; i++) {
            event();
            require(witness.violations().isEmpty(), () -> witness.violations().toString());
        }
        calm();
    }

    // ---- events

    private void event() {
        if (world.killSwitch instanceof SwitchState.Closed && random.nextInt(3) == 0) {
            flip();
        }
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> jobs();
            case 4, 5, 6, 7, 8 -> troubledJobs();
            case 9, 10, 11 -> time();
            case 12, 13 -> git();
            case 14, 15 -> person();
            case 16 -> flip();
            case 17 -> ask();
            case 18 -> nodes();
            default -> look();
        }
    }

    private void jobs() {
        repair();
        run(random.nextInt(4));
    }

    private void troubledJobs() {
        var troubles = 1 + random.nextInt(2);
        for (var i = 0; i < troubles; i++) {
            var call = 1 + random.nextInt(30);
            var after = random.nextBoolean();
            var kind = random.nextInt(4);
            world.at(call, after, port -> trouble(kind, port, call));
        }
        if (random.nextInt(4) == 0) {
            world.awacs.loseAnswers(1);
        }
        if (random.nextInt(12) == 0) {
            world.repository.fail("no route");
        }
        run(random.nextInt(4));
        world.nothingHappens();
        world.awacs.loseAnswers(0);
    }

    private void trouble(int kind, Class<?> port, int call) {
        switch (kind) {
            case 0 -> {
                tell("  killed at call %d", call);
                throw new World.Killed();
            }
            case 1 -> {
                tell("  %s is unavailable at call %d", port.getSimpleName(), call);
                var cause = new IllegalStateException("test");
                throw port == Awacs.class
                        ? new AwacsUnavailable("test", cause)
                        : new StoreUnavailable("test", cause);
            }
            case 2 -> {
                tell("  stalls at call %d, meanwhile another run", call);
                run(random.nextInt(4));
                tell("  goes on");
            }
            default -> {
                tell("  meanwhile, at call %d", call);
                if (random.nextInt(6) == 0) {
                    flip();
                } else {
                    person();
                }
            }
        }
    }

    private @Nullable RunResult run(int which) {
        try {
            var result =
                    switch (which) {
                        case 0 -> world.deploy();
                        case 1 -> world.deployRequested();
                        case 2 -> world.unpause();
                        default -> mode == PullMode.COMMIT ? world.pull() : world.propose();
                    };
            tell("%s: %s", List.of("deploy", "requests", "unpause", "pull").get(which), result);
            return result;
        } catch (World.Killed _) {
            tell("%d died", which);
        } catch (StoreUnavailable _) {
            tell("%d ended without its store", which);
        } finally {
            for (var name : NAMES) {
                witness.committed(onHead(Objects.requireNonNull(sources.get(name))));
            }
        }
        return null;
    }

    private void time() {
        var step =
                pick(
                        List.of(
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(20),
                                Duration.ofMinutes(59),
                                World.BAKE,
                                World.BAKE,
                                World.BAKE.plusMinutes(1),
                                Duration.ofMinutes(-3)));
        world.clock.advance(step);
        tell("time %s", step);
    }

    private void git() {
        var name = pick(NAMES);
        var source = source(name);
        switch (random.nextInt(15)) {
            case 0, 1, 2, 3 -> push(source.object(pick(PATHS), text()));
            case 4 -> push(without(source, pick(PATHS)));
            case 5 -> push(source.locations(order()));
            case 6 ->
                    push(
                            source.owners(text())
                                    .onNewer(
                                            random.nextBoolean()
                                                    ? OnNewer.RESTART
                                                    : OnNewer.QUEUE));
            case 7 -> {
                tell("git removes %s", name);
                world.repository.remove(name);
            }
            case 8 -> {
                tell("git breaks %s", name);
                world.repository.refuse(name, new SourceProblem("namespace.yaml", 1, "no"));
            }
            case 9 -> {
                var branched = source.object(pick(PATHS), text());
                witness.committed(branched);
                var revision = world.repository.commitTo("fix", branched);
                tell("branch %s has %s", revision, branched.objects());
            }
            case 10 -> {
                var earlier = pick(pushed);
                tell("main is pushed back to %s", earlier);
                world.repository.reset(InMemoryConfigRepository.MAIN, earlier);
            }
            case 11 -> {
                tell("a new mirror");
                world.repository.mirrorAnew();
            }
            case 12 -> mergePulled(name);
            case 13 -> {
                tell("branch fix is deleted");
                world.repository.deleteBranch("fix");
            }
            default -> {
                tell("git: an empty commit");
                world.repository.commitNothing();
            }
        }
    }

    /** Mostly people build on what the branch holds. */
    private NamespaceSource source(String name) {
        var source = Objects.requireNonNull(sources.get(name));
        return random.nextInt(4) == 0 ? source : onHead(source);
    }

    private NamespaceSource onHead(NamespaceSource source) {
        var texts = world.repository.texts(InMemoryConfigRepository.MAIN, source.name());
        return texts == null ? source : with(source, texts);
    }

    /** A review ends well. */
    private void mergePulled(String name) {
        var tip = world.repository.head("pull/" + name);
        var proposed = tip == null ? null : world.repository.texts("pull/" + name, name);
        if (tip == null || proposed == null) {
            return;
        }
        world.repository.recover();
        if (world.repository.contains(world.repository.fetch(), tip)) {
            return;
        }
        tell("pull/%s is merged: %s", name, proposed);
        push(with(Objects.requireNonNull(sources.get(name)), proposed));
        if (random.nextBoolean()) {
            world.repository.merge(tip); // else it was squashed
        }
        world.repository.deleteBranch("pull/" + name);
    }

    private void push(NamespaceSource source) {
        sources.put(source.name(), source);
        witness.committed(source);
        var revision = world.repository.commit(source);
        pushed.add(revision);
        tell("push %s %s %s %s", source.name(), source.objects(), source.locations(), revision);
    }

    private void person() {
        var name = pick(NAMES);
        var known = world.awacs.registry().find(new NamespaceId(name)).orElse(null);
        if (known == null) {
            if (random.nextInt(3) == 0) {
                var source = Objects.requireNonNull(sources.get(name));
                Map<String, String> objects =
                        random.nextBoolean() ? source.objects() : Map.of("a", text());
                var locations = order();
                tell("a person creates %s %s %s", name, objects, List.of(locations));
                world.awacs.create(name, objects, locations);
            }
            return;
        }
        var location = pick(known.balancers()).location().value();
        switch (random.nextInt(10)) {
            case 9 -> resolve(name, pick(PATHS), pick(List.of(Take.values())));
            case 0 -> edit(name, pick(PATHS), text());
            case 1 -> remove(name, pick(PATHS));
            case 2 -> {
                var version = 1 + random.nextInt((int) known.version());
                putBack(name, world.awacs.texts(name, version), pick(PATHS));
            }
            case 3 -> putBack(name, Objects.requireNonNull(sources.get(name)).objects(), null);
            case 4 -> {
                tell("a person pauses %s/%s", name, location);
                world.awacs.pauseByHand(name, location, "mine-" + random.nextInt(2));
            }
            case 5 -> liftHuman(name, location);
            case 6 -> {
                for (var token : world.awacs.pauses(name, location)) {
                    if (token.startsWith("bake-")) {
                        tell("a person lifts ours on %s/%s", name, location);
                        witness.lifted(name, location, token);
                        world.awacs.liftByHand(name, location, token);
                    }
                }
            }
            case 7 -> addLocation(known, pick(LOCATIONS));
            default -> nodes();
        }
    }

    private void resolve(String name, String path, Take take) {
        try {
            var before = world.awacs.texts(name).get(path);
            if (world.resolve(name, path, take) == Resolving.Resolved.DONE) {
                tell("of %s/%s a person takes %s: %s", name, path, take, before);
                decided.add(name + "/" + path);
                if (take == Take.GIT) {
                    witness.decided(name, path, before);
                }
            }
        } catch (SourceUnavailable e) {
            tell("nobody can decide: %s", e.getMessage());
        }
    }

    private void addLocation(AwacsNamespace known, String location) {
        var name = known.id().value();
        if (known.balancer(new LocationId(location)).isPresent()) {
            return;
        }
        tell("a person adds %s to %s", location, name);
        var objects = new TreeMap<ObjectPath, String>();
        world.awacs.texts(name).forEach((path, text) -> objects.put(new ObjectPath(path), text));
        world.awacs
                .registry()
                .update(
                        new ConfigUpdate(
                                known.id(),
                                known.version(),
                                objects,
                                List.of(new NewBalancer(new LocationId(location), List.of())),
                                "by hand",
                                null),
                        InMemoryAwacs.PERSON,
                        Safeguard.none());
    }

    private void edit(String name, String path, @Nullable String text) {
        tell("a person writes %s/%s: %s", name, path, text);
        world.awacs.edit(name, path, text);
    }

    private void remove(String name, String path) {
        if (world.awacs.texts(name).containsKey(path)) {
            edit(name, path, null);
        }
    }

    /** One object, or all, as they were. */
    private void putBack(String name, Map<String, String> texts, @Nullable String only) {
        for (var path : PATHS) {
            if (only == null || only.equals(path)) {
                var wanted = texts.get(path);
                if (!Objects.equals(wanted, world.awacs.texts(name).get(path))) {
                    edit(name, path, wanted);
                }
            }
        }
    }

    private void liftHuman(String name, String location) {
        for (var token : world.awacs.pauses(name, location)) {
            if (token.startsWith("mine-")) {
                tell("a person lifts %s on %s/%s", token, name, location);
                world.awacs.liftByHand(name, location, token);
            }
        }
    }

    private void flip() {
        world.killSwitch =
                switch (random.nextInt(4)) {
                    case 0 -> new SwitchState.Closed("closed: test");
                    case 1 -> new SwitchState.Open(Set.of(pick(LOCATIONS)), "");
                    default -> new SwitchState.Open(Set.of(), "");
                };
        tell("switch %s", world.killSwitch);
        witness.switched();
    }

    private void ask() {
        var branches = new ArrayList<>(List.of("main", "main", "fix", "nowhere"));
        for (var name : NAMES) {
            var record = world.known(new NamespaceId(name));
            var newest = record == null ? null : record.newest();
            if (newest != null) {
                branches.add(newest.revision().sha());
            }
        }
        pushed.stream()
                .map(Revision::sha)
                .skip(random.nextInt(pushed.size()))
                .limit(1)
                .forEach(branches::add);
        var revision = pick(branches);
        var manner = pick(List.of(Manner.USUAL, Manner.USUAL, Manner.ROLLBACK, Manner.FORCED));
        var request =
                switch (random.nextInt(5)) {
                    case 0, 1 -> world.request(manner, revision);
                    case 2 -> world.pushed("main");
                    default -> world.request(manner, revision, pick(NAMES));
                };
        tell("asked for %s", request.wanted());
        asked.add(request);
        if (random.nextInt(3) == 0) {
            unhold(pick(NAMES));
        }
    }

    private void unhold(String name) {
        if (world.holds().lift(new NamespaceId(name), "test", PERSON) == Holds.Lifted.DONE) {
            tell("the hold of %s ends", name);
        }
    }

    private void nodes() {
        for (var name : NAMES) {
            var known = world.awacs.registry().find(new NamespaceId(name)).orElse(null);
            if (known == null) {
                continue;
            }
            for (var balancer : known.balancers()) {
                if (balancer.targetVersion() == null || random.nextInt(3) == 0) {
                    continue;
                }
                if (random.nextInt(12) == 0) {
                    tell("%s/%s fails", name, balancer.location());
                    world.awacs.reportFailed(name, balancer.location().value());
                } else if (balancer.state() != BalancerState.ACTIVE) {
                    world.awacs.reportActive(name, balancer.location().value());
                }
            }
        }
    }

    // ---- looking

    private void look() {
        var rollouts = world.rollouts();
        var all = new ArrayList<RolloutId>();
        String after = null;
        do {
            var page =
                    rollouts.list(
                            new DeliveryRecords.Filter(null, null), new PageRequest(2, after));
            page.items().forEach(it -> all.add(it.rollout().id()));
            after = page.next();
        } while (after != null);
        require(new HashSet<>(all).size() == all.size(), () -> "listed twice: " + all);
        require(all.containsAll(seen), () -> "lost of " + seen + ": " + all);
        seen.addAll(all);
        world.namespaces().list(PageRequest.first(10));
        for (var id : all) {
            var rollout = rollouts.find(id).orElseThrow().rollout();
            if (!rollout.state().finished()) {
                require(
                        !rollouts.why(id).orElseThrow().isEmpty(),
                        () -> "no reason why " + id + " waits");
            }
        }
        reasons();
    }

    /** What {@code why} says of a rollout under way is what the next run finds. */
    private void reasons() {
        repair();
        var name = pick(NAMES);
        var id = new NamespaceId(name);
        var record = world.known(id);
        var current = record == null ? null : record.current();
        if (record == null || current == null || record.underWay() == null) {
            return;
        }
        var why = world.rollouts().why(current.id()).orElseThrow();
        var goesOn =
                why.stream()
                        .allMatch(it ->
                                it.kind() == Blocker.Kind.SCHEDULE
                                        && !it.reason().contains("cannot be read"));
        var before = world.awacs.registry().find(id).orElse(null);
        tell("why %s: %s", current.id(), why);
        run(2);
        var after = world.awacs.registry().find(id).orElse(null);
        var moved = !Objects.equals(before, after);
        var went = moved || !world.current(name).progress().equals(current.progress());
        require(!moved || goesOn, () -> "why said %s, but the run went on".formatted(why));
        require(went || !goesOn, () -> "why said %s, but the run did nothing".formatted(why));
    }

    // ---- the end

    /** Nothing goes wrong any more. */
    private void repair() {
        world.nothingHappens();
        world.awacs.loseAnswers(0);
        world.repository.recover();
    }

    private void calm() {
        tell("---- calm");
        repair();
        world.killSwitch = new SwitchState.Open(Set.of(), "");
        var byHand = random.nextBoolean();
        tell("by hand: %s", byHand);
        for (var name : NAMES) {
            push(onHead(Objects.requireNonNull(sources.get(name))).object("a", text()));
        }
        for (var round = 0; round < 80; round++) {
            for (var name : NAMES) {
                unhold(name);
                calm(name, byHand);
            }
            run(0);
            run(2);
            run(3);
            require(witness.violations().isEmpty(), () -> witness.violations().toString());
            world.clock.advance(World.BAKE);
        }
        NAMES.forEach(this::requireEnd);
        look();
        for (var id : seen) {
            var state = world.rollouts().find(id).orElseThrow().rollout().state();
            require(
                    state == RolloutState.COMPLETED || state == RolloutState.SUPERSEDED,
                    () -> id + " ended " + state);
        }
        for (var request : asked) {
            var ended = world.deployments.find(request.id()).orElseThrow();
            require(ended.state() != Deployment.State.ACCEPTED, () -> "left waiting: " + ended);
            require(seen.containsAll(ended.rollouts()), () -> "unknown rollouts: " + ended);
        }
    }

    /** People lift what they paused and put back what they changed; nodes do as they are told. */
    private void calm(String name, boolean byHand) {
        var id = new NamespaceId(name);
        merge(world.known(id));
        var known = world.awacs.registry().find(id).orElse(null);
        if (known == null) {
            return;
        }
        for (var balancer : known.balancers()) {
            var location = balancer.location().value();
            liftHuman(name, location);
            if (balancer.targetVersion() != null) {
                world.awacs.reportActive(name, location);
            }
        }
        var record = world.known(id);
        if (record == null) {
            return;
        }
        mergePulled(name);
        if (!byHand) {
            for (var path : PATHS) {
                var conflicts = world.view(name).conflicts();
                if (conflicts.stream().anyMatch(it -> it.object().value().equals(path))) {
                    resolve(name, path, pick(List.of(Take.values())));
                }
            }
            return;
        }
        var met = record.base();
        if (met != null) {
            putBack(name, common(name, met), null);
            return;
        }
        for (var rollout : new @Nullable Rollout[] {record.current(), record.queued()}) {
            if (rollout != null && rollout.conflict() != null) {
                putBack(name, git(rollout), null);
                return;
            }
        }
    }

    private Map<String, String> common(String name, Base base) {
        var texts = new TreeMap<String, String>();
        for (var path : PATHS) {
            var version = base.versionOf(new ObjectPath(path));
            var text = version == 0 ? null : world.awacs.texts(name, version).get(path);
            if (text != null) {
                texts.put(path, text);
            }
        }
        return texts;
    }

    /** What was delivered from a branch becomes a part of the main line. */
    private void merge(@Nullable NamespaceRecord record) {
        var newest = record == null ? null : record.newest();
        if (newest != null) {
            merge(newest.revision());
        }
        var current = record == null ? null : record.current();
        if (current != null) {
            merge(current.revision());
        }
    }

    private void merge(Revision revision) {
        if (!world.repository.contains(world.repository.fetch(), revision)) {
            tell("merge %s", revision);
            world.repository.merge(revision);
            world.repository.fetch();
        }
    }

    private Map<String, String> git(Rollout rollout) {
        merge(rollout.revision());
        var found = new TreeMap<String, String>();
        world.repository
                .objects(rollout.revision(), rollout.namespace())
                .forEach((path, text) -> found.put(path.value(), text));
        return found;
    }

    private void requireEnd(String name) {
        var record = Objects.requireNonNull(world.known(new NamespaceId(name)));
        var current = record.current();
        require(
                current == null
                        ? record.common().adopted() != null
                        : current.state() == RolloutState.COMPLETED,
                () -> name + " did not end: " + record);
        require(record.queued() == null, () -> name + " has one left: " + record);
        require(
                world.awacs
                        .texts(name)
                        .equals(world.repository.texts(InMemoryConfigRepository.MAIN, name)),
                () -> name + " holds " + world.awacs.texts(name) + ": " + record);
        requireOnce(name);
        var known = world.awacs.get(name);
        for (var balancer : known.balancers()) {
            require(balancer.pauses().isEmpty(), () -> "pauses left: " + balancer);
            require(balancer.activeOn(known.version()), () -> "not active: " + balancer);
        }
        var state = world.namespaces().find(known.id()).orElseThrow().state();
        require(state == NamespaceView.State.SYNCED, () -> name + " is " + state);
    }

    /** No version of an object came to Git twice, unless people said so (SPEC D14). */
    private void requireOnce(String name) {
        var log = world.repository.log(InMemoryConfigRepository.MAIN);
        var brought = new HashSet<String>();
        for (var i = 0; i + 1 < log.size(); i++) {
            var commit = log.get(i);
            if (new NamespaceId(name).equals(commit.namespace())) {
                var after = world.repository.texts(commit.revision().sha(), name);
                var before = world.repository.texts(log.get(i + 1).revision().sha(), name);
                for (var path : PATHS) {
                    require(
                            after == null
                                    || before == null
                                    || Objects.equals(after.get(path), before.get(path))
                                    || decided.contains(name + "/" + path)
                                    || brought.add(path + "@" + commit.version()),
                            () -> "%s/%s was pulled twice".formatted(name, path));
                }
            }
        }
    }

    // ---- inside

    private static NamespaceSource with(NamespaceSource source, Map<String, String> objects) {
        return new NamespaceSource(
                source.name(),
                new TreeMap<>(objects),
                source.owners(),
                source.locations(),
                source.bake(),
                source.onNewer());
    }

    private static NamespaceSource without(NamespaceSource source, String path) {
        var objects = new TreeMap<>(source.objects());
        objects.remove(path);
        return new NamespaceSource(
                source.name(),
                objects,
                source.owners(),
                source.locations(),
                source.bake(),
                source.onNewer());
    }

    private String[] order() {
        var shuffled = new ArrayList<>(LOCATIONS);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, 1 + random.nextInt(3)).toArray(String[]::new);
    }

    private String text() {
        return "t" + texts++;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is Error Prone's, which tests lack
    private void tell(String what, @Nullable Object... about) {
        story.add(what.formatted(about));
    }

    private static void require(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw new AssertionError(what.get());
        }
    }
}
