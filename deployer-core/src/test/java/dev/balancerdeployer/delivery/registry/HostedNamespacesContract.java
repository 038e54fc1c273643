package dev.balancerdeployer.delivery.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.BalancerState;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectDigest;
import dev.balancerdeployer.delivery.Pause;
import dev.balancerdeployer.delivery.PauseKind;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.registry.HostedNamespace.LandedAttempt;
import dev.balancerdeployer.delivery.registry.HostedNamespaces.Stored;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of the registry's namespaces must do (SPEC D4, C8). */
public abstract class HostedNamespacesContract {

    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Manifest.Ref NO_OBJECTS = new Manifest(List.of()).ref();

    private final String prefix = "n" + UUID.randomUUID();
    private final NamespaceId maps = named("maps");

    protected abstract HostedNamespaces namespaces();

    /** The time that deadlines are judged by. */
    protected abstract DatabaseTime time();

    @Test
    void knowsNothingThatNobodyStored() {
        assertThat(namespaces().find(maps)).isEmpty();
        assertThat(namespaces().findAll(List.of(maps))).isEmpty();
        assertThat(namespaces().filedVersions(maps, 1, 9)).isEmpty();
        assertThat(namespaces().filedAttempt(maps, new AttemptId("a"))).isEmpty();
    }

    @Test
    void reservesAStubOnce() {
        namespaces().reserve(maps);
        var first = reserved(maps);
        replace(first, version(maps, 1));

        namespaces().reserve(maps);

        assertThat(first.namespace()).isEqualTo(HostedNamespace.stub(maps));
        assertThat(reserved(maps).namespace().version()).isEqualTo(1);
    }

    @Test
    void keepsAllThatANamespaceIs() {
        var pause =
                new Pause(
                        new PauseToken("bake/r1"), PauseKind.BAKE, "we", "one by one", THEN, THEN);
        var endless =
                new Pause(new PauseToken("p:2"), PauseKind.HUMAN, "alice", "\u00fcber", THEN, null);
        var full =
                new HostedNamespace(
                        maps,
                        new VersionLine(
                                7,
                                "alice",
                                "by hand",
                                THEN,
                                new AttemptId("run/7:1"),
                                new Revision("0123456789".repeat(4)),
                                new Manifest.Ref(ObjectDigest.of("x"), 3)),
                        List.of(
                                new Balancer(
                                        new LocationId("sas.1"),
                                        7L,
                                        6L,
                                        BalancerState.FAILED,
                                        THEN,
                                        "exit code 1",
                                        List.of(pause, endless)),
                                new Balancer(
                                        new LocationId("vla"),
                                        null,
                                        null,
                                        null,
                                        null,
                                        "",
                                        List.of())),
                        List.of(
                                new Fence(new SemaphoreName("MAPS_BALANCER_DEPLOYER"), 12),
                                new Fence(new SemaphoreName("lease/other"), 1)),
                        List.of(new LandedAttempt(new AttemptId("run/7:1"), 7)),
                        THEN);

        namespaces().reserve(maps);
        replace(reserved(maps), full);

        assertThat(reserved(maps).namespace()).isEqualTo(full);
        assertThat(namespaces().findAll(List.of(maps, named("other"))))
                .containsExactly(full.withAttempts(List.of()));
    }

    @Test
    void replacesOnlyWhatWasRead() {
        namespaces().reserve(maps);
        var read = reserved(maps);
        replace(read, version(maps, 1));

        var late = namespaces().replace(read, version(maps, 2), time().now().plusSeconds(10));

        assertThat(late).isFalse();
        assertThat(reserved(maps).namespace()).isEqualTo(version(maps, 1));
        assertThat(reserved(maps).rev()).isGreaterThan(read.rev());
    }

    @Test
    void replacesStrictlyBeforeTheDeadlineOrNotAtAll() {
        namespaces().reserve(maps);
        var read = reserved(maps);

        assertThat(namespaces().replace(read, version(maps, 1), time().now())).isFalse();
        assertThat(namespaces().replace(read, version(maps, 1), time().now().minusMillis(1)))
                .isFalse();

        assertThat(reserved(maps)).isEqualTo(read);
        replace(read, version(maps, 1));
    }

    @Test
    void replacesNothingThatIsNotReserved() {
        var never = new Stored(HostedNamespace.stub(maps), 1);

        assertThat(namespaces().replace(never, version(maps, 1), time().now().plusSeconds(10)))
                .isFalse();
        assertThat(namespaces().find(maps)).isEmpty();
    }

    @Test
    void letsOneOfManyReplaceWhatTheyAllRead() throws Exception {
        namespaces().reserve(maps);
        var read = reserved(maps);
        var deadline = time().now().plusSeconds(10);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var writers =
                    IntStream.rangeClosed(1, 8)
                            .<Callable<Boolean>>mapToObj(it ->
                                    () -> namespaces().replace(read, version(maps, it), deadline))
                            .toList();

            var replaced = threads.invokeAll(writers).stream().map(it -> it.resultNow()).toList();

            assertThat(replaced).containsOnlyOnce(true);
        }
    }

    @Test
    void listsByNameWithoutStubs() {
        for (var name : List.of("b", "a", "d", "c")) {
            namespaces().reserve(named(name));
            if (!name.equals("c")) {
                replace(reserved(named(name)), version(named(name), 1));
            }
        }

        assertThat(namespaces().list(named("a"), 2))
                .extracting(HostedNamespace::id)
                .containsExactly(named("b"), named("d"));
        assertThat(namespaces().list(named("a"), 1))
                .extracting(HostedNamespace::id)
                .containsExactly(named("b"));
        assertThat(namespaces().list(null, 500))
                .extracting(HostedNamespace::id)
                .contains(named("a"), named("b"), named("d"))
                .doesNotContain(named("c"));
    }

    @Test
    void filesALineOnce() {
        namespaces().fileVersion(maps, line(1, "first"));
        namespaces().fileVersion(maps, line(1, "second"));
        namespaces().fileVersion(maps, line(2, ""));
        namespaces().fileVersion(maps, line(3, ""));

        assertThat(namespaces().filedVersions(maps, 1, 2))
                .containsExactly(line(2, ""), line(1, "first"));
        assertThat(namespaces().filedVersions(named("maps.other"), 1, 3)).isEmpty();
    }

    @Test
    void filesAttemptsOnceAndFindsEach() {
        var first = new LandedAttempt(new AttemptId("a/1"), 1);
        namespaces().fileAttempts(maps, List.of(first));
        namespaces()
                .fileAttempts(
                        maps,
                        List.of(
                                new LandedAttempt(new AttemptId("a/1"), 9),
                                new LandedAttempt(new AttemptId("a/2"), 2)));

        assertThat(namespaces().filedAttempt(maps, new AttemptId("a/1"))).contains(first);
        assertThat(namespaces().filedAttempt(maps, new AttemptId("a/2"))).isPresent();
        assertThat(namespaces().filedAttempt(maps, new AttemptId("a"))).isEmpty();
        assertThat(namespaces().filedAttempt(named("other"), new AttemptId("a/1"))).isEmpty();
    }

    private Stored reserved(NamespaceId id) {
        return namespaces().find(id).orElseThrow();
    }

    private void replace(Stored before, HostedNamespace after) {
        assertThat(namespaces().replace(before, after, time().now().plusSeconds(10))).isTrue();
    }

    private NamespaceId named(String name) {
        return new NamespaceId(prefix + "." + name);
    }

    private static HostedNamespace version(NamespaceId id, long version) {
        return new HostedNamespace(id, line(version, ""), List.of(), List.of(), List.of(), THEN);
    }

    private static VersionLine line(long version, String comment) {
        return new VersionLine(version, "alice", comment, THEN, null, null, NO_OBJECTS);
    }
}
