package dev.balancerdeployer.delivery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.Awacs.Outcome.FencedOff;
import dev.balancerdeployer.delivery.Awacs.Outcome.Missing;
import dev.balancerdeployer.delivery.Awacs.Outcome.Stale;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.NewBalancer.NewPause;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.PauseKind;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.delivery.registry.Registry.ObjectEdit;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistryTest {

    private static final NamespaceId MAPS = new NamespaceId("maps");
    private static final LocationId SAS = new LocationId("sas");
    private static final Actor ALICE = new Actor("alice", "192.0.2.7");

    private final MutableClock clock = new MutableClock();
    private final Registry registry =
            InMemoryRegistry.at(clock::instant, Activation.REPORTED).registry();

    @Test
    void editsOneObjectAndLeavesTheOthers() {
        create("a", "b");

        assertThat(edit(1, "b", "new")).isEqualTo(new Done(true, 2));
        assertThat(edit(2, "c", "c")).isEqualTo(new Done(true, 3));
        assertThat(edit(3, "a", null)).isEqualTo(new Done(true, 4));

        var version = registry.history().find(MAPS, 4).orElseThrow();
        assertThat(registry.history().objects(version)).hasToString("{b=new, c=c}");
    }

    @Test
    void refusesToEditWhatIsNotThere() {
        assertThat(edit(1, "a", "x")).isInstanceOf(Missing.class);
        create("a");

        assertThat(edit(1, "b", null)).isEqualTo(new Missing("object b"));
        assertThat(edit(7, "a", "x")).isEqualTo(new Stale(1));
    }

    @Test
    void answersAnEditThatHasLandedThoughItWouldNotFitByNow() {
        var third = "x".repeat(RegistryLimits.MAX_OBJECT_BYTES);
        create("a");
        var safeguard = new Safeguard(new AttemptId("e1"), null, null);
        assertThat(edit(1, "mine", third, safeguard)).isEqualTo(new Done(true, 2));
        assertThat(edit(2, "mine", null)).isEqualTo(new Done(true, 3));
        IntStream.range(0, 15).forEach(it -> edit(3 + it, "o" + it, third));
        assertThatThrownBy(() -> edit(18, "mine", third)).isInstanceOf(ObjectsTooLarge.class);

        assertThat(edit(1, "mine", third, safeguard)).isEqualTo(new Done(false, 2));
    }

    @Test
    void namesTheObjectThatIsTooLarge() {
        create("a");

        assertThatThrownBy(() -> edit(1, "big", "x".repeat(RegistryLimits.MAX_OBJECT_BYTES + 1)))
                .isInstanceOfSatisfying(
                        ObjectsTooLarge.class, it -> assertThat(it.place()).isEqualTo("big"));
    }

    @Test
    void judgesNotAfterByTheDatabasesTimeThoughItWentBack() {
        create("a");
        clock.advance(Duration.ofMinutes(-1));
        var soon = new Safeguard(null, null, clock.instant().plusSeconds(2));

        assertThat(edit(1, "a", "new", soon)).isEqualTo(new Done(true, 2));

        var lines = registry.history().list(MAPS, PageRequest.first(2)).orElseThrow().items();
        assertThat(lines.get(0).line().createdAt()).isEqualTo(lines.get(1).line().createdAt());
        clock.advance(Duration.ofSeconds(2));
        assertThat(edit(2, "a", "x", soon)).isInstanceOf(FencedOff.class);
    }

    @Test
    void aBalancerIsNotBornWithTheSamePauseTwice() {
        var pause = new NewPause(new PauseToken("t"), PauseKind.BAKE, "", null);
        var twice = List.of(new NewBalancer(SAS, List.of(pause, pause)));

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        registry.update(
                                new ConfigUpdate(MAPS, null, new TreeMap<>(), twice, "", null),
                                ALICE,
                                Safeguard.none()))
                .withMessageContaining("twice");
    }

    @Test
    void remembersTheFencesOfSoManySemaphoresOnly() {
        IntStream.range(0, RegistryLimits.MAX_FENCES)
                .forEach(it -> registry.raiseFence(MAPS, fence("s" + it)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.raiseFence(MAPS, fence("other")));
        assertThat(registry.raiseFence(MAPS, fence("s0"))).isEqualTo(new Done(false, 0));
    }

    @Test
    void listsVersionsInPagesNewestFirst() {
        create("a");
        edit(1, "a", "2");
        edit(2, "a", "3");

        var first = registry.history().list(MAPS, PageRequest.first(2)).orElseThrow();
        var second = registry.history().list(MAPS, new PageRequest(2, first.next())).orElseThrow();

        assertThat(first.items()).extracting(it -> it.line().version()).containsExactly(3L, 2L);
        assertThat(second.items()).extracting(it -> it.line().version()).containsExactly(1L);
        assertThat(second.next()).isNull();
    }

    private void create(String... paths) {
        var objects = new TreeMap<ObjectPath, String>();
        for (var path : paths) {
            objects.put(new ObjectPath(path), path);
        }
        var update =
                new ConfigUpdate(
                        MAPS, null, objects, List.of(new NewBalancer(SAS, List.of())), "", null);
        assertThat(registry.update(update, ALICE, Safeguard.none())).isEqualTo(new Done(true, 1));
    }

    private Outcome edit(long expected, String path, @Nullable String text) {
        return edit(expected, path, text, Safeguard.none());
    }

    private Outcome edit(long expected, String path, @Nullable String text, Safeguard safeguard) {
        return registry.edit(
                new ObjectEdit(MAPS, expected, new ObjectPath(path), text, ""), ALICE, safeguard);
    }

    private static Fence fence(String semaphore) {
        return new Fence(new SemaphoreName(semaphore), 1);
    }
}
