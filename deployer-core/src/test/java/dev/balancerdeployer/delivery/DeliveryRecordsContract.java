package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.delivery.DeliveryRecords.Filter;
import dev.balancerdeployer.delivery.DeliveryRecords.Position;
import dev.balancerdeployer.delivery.NamespaceRecord.Adopted;
import dev.balancerdeployer.delivery.NamespaceRecord.Source;
import dev.balancerdeployer.delivery.RolloutProgress.Ended;
import dev.balancerdeployer.delivery.RolloutProgress.Queued;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link DeliveryRecords} must do (SPEC C8); each implementation's test extends it. */
public abstract class DeliveryRecordsContract {

    private static final Instant T0 = Instant.parse("2026-11-24T12:00:00.123Z");
    private static final Revision REVISION = new Revision("0123456789".repeat(4));
    private static final LocationId SAS = new LocationId("sas");
    private static final LocationId VLA = new LocationId("vla");

    protected abstract DeliveryRecords records();

    @Test
    void findsNothingBeforeTheFirstInsert() {
        assertThat(records().find(new NamespaceId("maps"))).isEmpty();
        assertThat(records().all()).isEmpty();
        assertThat(records().underWay()).isEmpty();
        assertThat(records().findByRollout(new RolloutId("r1"))).isEmpty();
        assertThat(records().oddDirectories()).isEmpty();
    }

    @Test
    void readsBackAllThatWasStored() {
        var record =
                new NamespaceRecord(
                        new NamespaceId("maps"),
                        new Source(
                                false,
                                List.of("sre"),
                                List.of(SAS, VLA),
                                List.of(new SourceProblem("namespace.yaml", 3, "because"))),
                        new NamespaceRecord.Common(
                                new Adopted(REVISION, new ContentDigest("x"), List.of(SAS), 3),
                                new Base(4, List.of(new Base.Older(new ObjectPath("a.b/c"), 2))),
                                pulls()),
                        rollout("r1", T0, underWay()),
                        rollout("r2", T0, new Queued(conflict(), drift())),
                        List.of(rollout("r0", T0, ended())),
                        new Hold("rolled back", "alice", T0),
                        List.of(new Fence(new SemaphoreName("S"), 7)));

        records().insert(record);

        assertThat(records().find(record.id()).orElseThrow().record()).isEqualTo(record);
        assertThat(records().underWay()).extracting(it -> it.record().id()).contains(record.id());
    }

    @Test
    void insertsANamespaceOnce() {
        var record = record("maps");

        assertThat(records().insert(record)).isPresent();
        assertThat(records().insert(record)).isEmpty();
    }

    @Test
    void oneOfManyChangesOfTheSameRevWins() throws Exception {
        var before = records().insert(record("maps")).orElseThrow();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var changes =
                    IntStream.range(0, 8)
                            .<Callable<Optional<DeliveryRecords.Stored>>>mapToObj(it ->
                                    () ->
                                            records()
                                                    .replace(
                                                            before,
                                                            before.record()
                                                                    .withCurrent(
                                                                            rollout(
                                                                                    "r" + it,
                                                                                    T0,
                                                                                    underWay()))))
                            .toList();

            var won =
                    threads.invokeAll(changes).stream()
                            .flatMap(it -> it.resultNow().stream())
                            .toList();

            assertThat(won).hasSize(1);
            assertThat(records().find(before.record().id())).contains(won.getFirst());
        }
    }

    @Test
    void aChangeSentAgainAfterItLandedCountsAsLanded() {
        var before = records().insert(record("maps")).orElseThrow();
        var after = before.record().withFence(new Fence(new SemaphoreName("S"), 1));
        var landed = records().replace(before, after);

        assertThat(records().replace(before, after)).isEqualTo(landed);
    }

    @Test
    void listsByName() {
        records().insert(record("b"));
        records().insert(record("a"));
        records().insert(record("c"));

        assertThat(records().all())
                .extracting(it -> it.record().id().value())
                .containsExactly("a", "b", "c");
        assertThat(records().list(new NamespaceId("a"), 1))
                .extracting(it -> it.record().id().value())
                .containsExactly("b");
    }

    @Test
    void findsTheRecordOfARollout() {
        records()
                .insert(
                        record("maps")
                                .withCurrent(rollout("r1", T0, underWay()))
                                .withQueued(rollout("r2", T0, Queued.free())));

        assertThat(records().findByRollout(new RolloutId("r1"))).isPresent();
        assertThat(records().findByRollout(new RolloutId("r2"))).isPresent();
        records().insert(record("other").withCurrent(rollout("r4", T0, underWay())));
        assertThat(records().queued())
                .extracting(it -> it.record().id().value())
                .containsExactly("maps");
        assertThat(records().findByRollout(new RolloutId("r3"))).isEmpty();
    }

    @Test
    void filesEndedRolloutsOnceAndListsThemNewestFirst() {
        for (var it : List.of("r1", "r2", "r3")) {
            var at = it.equals("r3") ? T0.plusSeconds(5) : T0;
            records().file(rollout(it, at, ended()));
            records().file(rollout(it, at, ended()));
        }

        var all = records().listFiled(new Filter(null, null), null, 10);

        assertThat(all).extracting(it -> it.id().value()).containsExactly("r3", "r2", "r1");
        assertThat(records().findFiled(new RolloutId("r1"))).contains(rollout("r1", T0, ended()));
        assertThat(
                        records()
                                .listFiled(
                                        new Filter(null, null),
                                        new Position(T0, new RolloutId("r2")),
                                        10))
                .extracting(it -> it.id().value())
                .containsExactly("r1");
        assertThat(
                        records()
                                .listFiled(
                                        new Filter(
                                                new NamespaceId("other"), RolloutState.COMPLETED),
                                        null,
                                        10))
                .isEmpty();
        assertThat(records().listFiled(new Filter(null, RolloutState.SUPERSEDED), null, 10))
                .isEmpty();
    }

    @Test
    void keepsOddDirectories() {
        var odd =
                List.of(
                        new SourceListing.Refused(
                                "a b", List.of(new SourceProblem("", 0, "not a name"))));

        records().saveOddDirectories(odd);

        assertThat(records().oddDirectories()).isEqualTo(odd);
        records().saveOddDirectories(List.of());
        assertThat(records().oddDirectories()).isEmpty();
    }

    private static NamespaceRecord record(String name) {
        return NamespaceRecord.unknown(
                new NamespaceId(name),
                new Source(true, List.of("sre"), List.of(SAS, VLA), List.of()));
    }

    private static Rollout rollout(String id, Instant at, RolloutProgress progress) {
        return new Rollout(
                new RolloutId(id),
                new NamespaceId("maps"),
                REVISION,
                null,
                new ContentDigest("x"),
                at,
                "alice",
                "because",
                new DeploymentId("d1"),
                Manner.ROLLBACK,
                progress);
    }

    private static UnderWay underWay() {
        return new UnderWay(
                new RolloutPlan(
                        Duration.ofHours(1),
                        Duration.ofMinutes(45),
                        List.of(SAS, VLA),
                        2L,
                        List.of(new Kept(new ObjectPath("a.b/c"), 2))),
                List.of(Stage.free(SAS, false).released(T0).active(T0), Stage.held(VLA, true)),
                3L,
                2,
                new OpenAttempt(new AttemptId("r1-2"), OpenAttempt.Action.LIFT, VLA),
                conflict());
    }

    private static Pulls pulls() {
        var path = new ObjectPath("a.b/c");
        return new Pulls(
                new Adopted(REVISION, new ContentDigest("y"), List.of(VLA), 4),
                List.of(
                        new Pulled(path, REVISION, ObjectDigest.of("before"), true),
                        new Pulled(new ObjectPath("new"), REVISION, null, false)),
                new GitConflict(conflict(), REVISION),
                List.of(new SourceProblem("a.b/c", 0, "too large")),
                List.of(new Resolution(path, Take.GIT, 4), new Resolution(path, Take.AWACS, 3)));
    }

    private static Ended ended() {
        return new Ended(RolloutState.COMPLETED, T0, null, List.of(), 3L);
    }

    private static Conflict conflict() {
        return new Conflict(List.of(new ObjectPath("a/b.yaml")), 4, T0);
    }

    private static Drift drift() {
        return new Drift(List.of(new ObjectPath("a/c.yaml")), 4, T0);
    }
}
