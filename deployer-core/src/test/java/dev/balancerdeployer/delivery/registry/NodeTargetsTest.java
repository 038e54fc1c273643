package dev.balancerdeployer.delivery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.delivery.Awacs.Lift;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.PauseKind;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.delivery.registry.NodeTargets.Answer;
import dev.balancerdeployer.delivery.registry.NodeTargets.Answer.Missing;
import dev.balancerdeployer.delivery.registry.NodeTargets.Answer.NoneYet;
import dev.balancerdeployer.delivery.registry.NodeTargets.Answer.Target;
import dev.balancerdeployer.delivery.registry.NodeTargets.Answer.Unchanged;
import dev.balancerdeployer.delivery.registry.NodeTargets.Question;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeTargetsTest {

    private static final NamespaceId MAPS = new NamespaceId("maps");
    private static final LocationId SAS = new LocationId("sas");
    private static final LocationId VLA = new LocationId("vla");
    private static final PauseToken TOKEN = new PauseToken("t");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final DatabaseTime time = () -> Instant.parse("2026-11-24T12:00:00Z");
    private final HostedNamespaces stored = new InMemoryHostedNamespaces(time);
    private final ObjectTexts texts = new InMemoryObjectTexts();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicBoolean down = new AtomicBoolean();
    private final NodeTargets targets = new NodeTargets(counted(stored), texts);
    private final Registry registry =
            new Registry(stored, texts, time, Activation.REPORTED, targets::changed);
    private final Registry otherReplica =
            new Registry(stored, texts, time, Activation.REPORTED, _ -> {});

    @AfterEach
    void close() {
        targets.close();
    }

    @Test
    void answersATargetAtOnce() {
        create();

        assertThat(ask(SAS, null, Duration.ZERO)).isCompletedWithValue(target(SAS, 1, "one"));
        assertThat(ask(SAS, null, LONG)).isCompletedWithValue(target(SAS, 1, "one"));
        assertThat(ask(SAS, 7L, LONG)).isCompletedWithValue(target(SAS, 1, "one"));
        assertThat(targets.waiters()).isZero();
    }

    @Test
    void saysThatNothingChangedWhenTheWaitIsOver() {
        create();

        assertThat(ask(SAS, 1L, Duration.ZERO)).isCompletedWithValue(new Unchanged(1));
        assertThat(ask(SAS, 1L, Duration.ofMillis(20)))
                .succeedsWithin(SOON)
                .isEqualTo(new Unchanged(1));
        await().until(() -> targets.waiters() == 0);
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(ask(SAS, null, LONG)).isCompletedWithValue(new Missing("namespace maps"));
        registry.raiseFence(MAPS, new Fence(new SemaphoreName("S"), 1));
        assertThat(ask(SAS, null, LONG)).isCompletedWithValue(new Missing("namespace maps"));
        create();

        assertThat(ask(new LocationId("man"), null, LONG))
                .isCompletedWithValue(new Missing("balancer man"));
    }

    @Test
    void wakesAtOnceWhenThisProcessChangesTheTarget() {
        create();
        var waits = ask(SAS, 1L, LONG);
        assertThat(waits).isNotDone();

        update(registry, 1, "two");

        assertThat(waits).succeedsWithin(SOON).isEqualTo(target(SAS, 2, "two"));
    }

    @Test
    void seesWhatAnotherReplicaChanged() {
        create();
        var waits = ask(SAS, 1L, LONG);

        update(otherReplica, 1, "two");

        assertThat(waits).succeedsWithin(SOON).isEqualTo(target(SAS, 2, "two"));
    }

    @Test
    void aPausedBalancerWaitsForItsFirstTarget() {
        create();
        assertThat(ask(VLA, null, Duration.ZERO)).isCompletedWithValue(new NoneYet());
        assertThat(ask(VLA, null, Duration.ofMillis(20)))
                .succeedsWithin(SOON)
                .isEqualTo(new NoneYet());
        var waits = ask(VLA, null, LONG);

        update(registry, 1, "two");
        assertThat(waits).isNotDone();
        registry.lift(new Lift(MAPS, VLA, TOKEN, null, List.of()), Actor.self(), Safeguard.none());

        assertThat(waits).succeedsWithin(SOON).isEqualTo(target(VLA, 2, "two"));
    }

    @Test
    void aChangeThatIsNoNewTargetWakesNobody() {
        create();
        var waits = ask(SAS, 1L, LONG);

        registry.pause(MAPS, SAS, pause(), Actor.self(), Safeguard.none());
        update(registry, 1, "two");
        await().until(() -> reads.get() > 2);

        assertThat(waits).isNotDone();
    }

    @Test
    void onePollLooksAfterAllWhoWait() {
        create();
        var waits = IntStream.range(0, 2_000).mapToObj(_ -> ask(SAS, 1L, LONG)).toList();
        reads.set(0);

        await().until(() -> reads.get() >= 2);
        assertThat(reads.get()).isLessThan(20);
        update(otherReplica, 1, "two");

        assertThat(CompletableFuture.allOf(waits.toArray(CompletableFuture<?>[]::new)))
                .succeedsWithin(SOON);
        assertThat(waits.getFirst()).isCompletedWithValue(target(SAS, 2, "two"));
        var first = (Target) waits.getFirst().join();
        assertThat(waits)
                .allSatisfy(
                        it -> assertThat(((Target) it.join()).objects()).isSameAs(first.objects()));
        await().until(() -> targets.waiters() == 0);
    }

    @Test
    void nobodyWhoHasGoneIsKept() {
        create();

        ask(SAS, 1L, LONG).cancel(false);

        assertThat(targets.waiters()).isZero();
    }

    @Test
    void anOutageDelaysAWaitButFailsAQuestion() {
        create();
        var waits = ask(SAS, 1L, LONG);
        down.set(true);
        reads.set(0);
        update(registry, 1, "two");
        await().until(() -> reads.get() > 0);
        assertThat(waits).isNotDone();
        assertThatThrownBy(() -> ask(SAS, 1L, LONG)).isInstanceOf(StoreUnavailable.class);

        down.set(false);

        assertThat(waits).succeedsWithin(SOON).isEqualTo(target(SAS, 2, "two"));
        await().until(() -> targets.waiters() == 0);
    }

    @Test
    void answersEverybodyWhenItCloses() {
        create();
        var known = ask(SAS, 1L, LONG);
        var first = ask(VLA, null, LONG);

        targets.close();

        assertThat(known).isCompletedWithValue(new Unchanged(1));
        assertThat(first).isCompletedWithValue(new NoneYet());
        assertThat(ask(SAS, 1L, LONG)).isCompletedWithValue(new Unchanged(1));
        assertThat(targets.waiters()).isZero();
    }

    @Test
    void refusesToWaitForLonger() {
        assertThatIllegalArgumentException().isThrownBy(() -> ask(SAS, 1L, LONG.plusMillis(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> ask(SAS, 1L, Duration.ofSeconds(-1)));
    }

    private CompletableFuture<Answer> ask(
            LocationId location, @Nullable Long known, Duration wait) {
        return targets.ask(new Question(MAPS, location, known), wait);
    }

    /** sas with a target, vla without. */
    private void create() {
        var balancers =
                List.of(new NewBalancer(SAS, List.of()), new NewBalancer(VLA, List.of(pause())));
        var update = new ConfigUpdate(MAPS, null, objects("one"), balancers, "", null);
        assertThat(registry.update(update, Actor.self(), Safeguard.none()))
                .isEqualTo(new Done(true, 1));
    }

    private static void update(Registry registry, long expected, String text) {
        var update = new ConfigUpdate(MAPS, expected, objects(text), List.of(), "", null);
        assertThat(registry.update(update, Actor.self(), Safeguard.none()))
                .isEqualTo(new Done(true, expected + 1));
    }

    private static NewBalancer.NewPause pause() {
        return new NewBalancer.NewPause(TOKEN, PauseKind.BAKE, "one by one", null);
    }

    private static Target target(LocationId location, long version, String text) {
        return new Target(MAPS, location, version, objects(text));
    }

    private static SortedMap<ObjectPath, String> objects(String text) {
        var objects = new TreeMap<ObjectPath, String>();
        objects.put(new ObjectPath("haproxy.cfg"), text);
        return objects;
    }

    /** Counts the reads of many, and fails while the store is down. */
    private HostedNamespaces counted(HostedNamespaces real) {
        return (HostedNamespaces)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {HostedNamespaces.class},
                        (_, method, arguments) -> {
                            if (arguments[0] instanceof Collection<?>) {
                                reads.incrementAndGet();
                            }
                            if (down.get()) {
                                throw new StoreUnavailable(
                                        "down", new IllegalStateException("test"));
                            }
                            return method.invoke(real, arguments);
                        });
    }
}
