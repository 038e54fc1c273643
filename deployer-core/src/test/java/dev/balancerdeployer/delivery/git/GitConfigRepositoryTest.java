package dev.balancerdeployer.delivery.git;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.delivery.ConfigRepository;
import dev.balancerdeployer.delivery.ConfigRepositoryContract;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NamespaceSource;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitConfigRepositoryTest extends ConfigRepositoryContract {

    @TempDir Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private TestRemote remote;
    private GitConfigRepository repository;

    @BeforeEach
    void open() {
        remote = new TestRemote(directory.resolve("remote.git"));
        repository = reopened();
    }

    @AfterEach
    void close() {
        repository.close();
        remote.close();
    }

    @Override
    protected ConfigRepository repository() {
        return repository;
    }

    @Override
    protected Revision commit(String branch, NamespaceSource namespace) {
        return remote.commit(branch, namespace);
    }

    @Override
    protected Revision spoil(String namespace) {
        return remote.write(Map.of(namespace + "/namespace.yaml", "owners: [a\n"));
    }

    @Override
    protected Revision remove(String namespace) {
        return remote.remove(namespace);
    }

    @Override
    protected void reset(String branch, Revision revision) {
        remote.reset(branch, revision);
    }

    @Override
    protected void deleteBranch(String branch) {
        remote.deleteBranch(branch);
    }

    @Override
    protected void breakRemote() {
        try {
            Files.move(directory.resolve("remote.git"), directory.resolve("elsewhere.git"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- the branch and the directory

    @Test
    void takesTrunkWhereThereIsNoMain() {
        var revision = remote.commit("trunk", namespace("maps"));

        assertThat(repository.fetch()).isEqualTo(revision);
        assertThat(repository.resolve("trunk")).contains(revision);
    }

    @Test
    void takesTrunkOnlyIfNoBranchIsConfigured() {
        remote.commit("trunk", namespace("maps"));

        try (var configured = open("main", "")) {
            assertThatThrownBy(configured::fetch)
                    .isInstanceOf(SourceUnavailable.class)
                    .hasMessageContaining("'main'")
                    .hasMessageNotContaining("trunk");
        }
    }

    @Test
    void readsASubDirectory() {
        var revision =
                remote.write(
                        Map.of(
                                "out/balancers/maps/namespace.yaml", namespace("maps").yaml(),
                                "out/balancers/maps/a", "1",
                                "other/namespace.yaml", "no"));

        try (var sub = open("main", "/out/balancers/")) {
            sub.fetch();
            var listing = sub.list(revision);

            assertThat(listing.refused()).isEmpty();
            assertThat(listing.namespaces()).hasSize(1);
            assertThat(sub.objects(revision, new NamespaceId("maps"))).hasSize(1);
        }
        try (var absent = open("main", "out/nothing")) {
            absent.fetch();
            assertThatThrownBy(() -> absent.list(revision))
                    .isInstanceOf(SourceUnavailable.class)
                    .hasMessageContaining("out/nothing");
        }
    }

    @Test
    void looksIntoNamespacesOnly() {
        var revision =
                remote.write(
                        Map.of(
                                "README.md", "# Read me",
                                ".github/workflow.yaml", "on: push",
                                "maps/namespace.yaml", namespace("maps").yaml()));
        repository.fetch();

        var listing = repository.list(revision);

        assertThat(listing.refused()).isEmpty();
        assertThat(listing.namespaces()).hasSize(1);
    }

    // ---- the mirror on the disk

    @Test
    void makesNothingBeforeItIsAsked() {
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void findsItsMirrorAgain() {
        var revision = remote.commit("main", namespace("maps"));
        repository.fetch();

        try (var again = reopened()) {
            assertThat(again.list(revision).namespaces()).hasSize(1);
        }
    }

    @Test
    void anotherUrlIsAnotherMirror() {
        var revision = remote.commit("main", namespace("maps"));
        repository.fetch();

        try (var other = new TestRemote(directory.resolve("other.git"));
                var source =
                        TestSource.open(
                                TestSource.settings("file://" + directory.resolve("other.git")),
                                directory.resolve("data"))) {
            var its = other.commit("main", namespace("search"));

            assertThat(source.fetch()).isEqualTo(its);
            assertThat(source.resolve(revision.sha())).isEmpty();
        }
    }

    @Test
    void goesOnAfterAProcessDiedInTheMiddleOfAFetch() throws IOException {
        remote.commit("main", namespace("maps"));
        repository.fetch();
        Files.writeString(mirror().resolve("refs/heads/main.lock"), "");
        Files.writeString(mirror().resolve("packed-refs.lock"), "");
        Files.writeString(mirror().resolve("objects/incoming_1.pack"), "PACK");

        var next = remote.commit("main", namespace("maps").object("a", "1"));

        assertThat(repository.fetch()).isEqualTo(next);
        assertThat(mirror().resolve("objects/incoming_1.pack")).doesNotExist();
    }

    @Test
    void goesOnAfterAProcessDiedInTheMiddleOfTheFirstFetch() throws IOException {
        var revision = remote.commit("main", namespace("maps"));
        repository.fetch();
        Files.move(mirror(), mirror().resolveSibling(mirror().getFileName() + ".new"));

        try (var again = reopened()) {
            assertThat(again.fetch()).isEqualTo(revision);
            assertThat(again.list(revision).namespaces()).hasSize(1);
        }
    }

    @Test
    void makesADamagedMirrorAnew() throws IOException {
        var revision = remote.commit("main", namespace("maps").object("a", "1"));
        for (var damage : damages()) {
            repository.fetch();
            repository.close();
            damage.call();
            nanos.addAndGet(Duration.ofHours(2).toNanos());
            repository = reopened();
            try {
                repository.list(revision);
            } catch (SourceUnavailable _) {
                // it may or may not show
            }

            assertThat(repository.fetch()).isEqualTo(revision);
            assertThat(repository.list(revision).refused()).isEmpty();
            assertThat(repository.objects(revision, new NamespaceId("maps"))).hasSize(1);
        }
    }

    private interface Damage {
        void call() throws IOException;
    }

    private List<Damage> damages() {
        var damages = new ArrayList<Damage>();
        damages.add(() -> Files.writeString(mirror().resolve("HEAD"), "rubbish"));
        damages.add(() -> Files.writeString(mirror().resolve("config"), "[rubbish"));
        damages.add(() -> Leftovers.delete(mirror().resolve("refs")));
        damages.add(() -> Leftovers.delete(mirror().resolve("objects")));
        damages.add(() -> packs(".pack", it -> Files.delete(it)));
        damages.add(() -> packs(".idx", it -> Files.delete(it)));
        damages.add(() -> packs(".pack", it -> Files.write(it, new byte[20])));
        damages.add(() ->
                packs(
                        ".pack",
                        it -> {
                            var bytes = Files.readAllBytes(it);
                            Arrays.fill(bytes, 12, bytes.length - 20, (byte) 7);
                            Files.write(it, bytes);
                        }));
        damages.add(() -> {
            var emptied = mirror();
            Leftovers.delete(emptied);
            Files.createDirectories(emptied);
        });
        return damages;
    }

    private interface FileDamage {
        void to(Path file) throws IOException;
    }

    private void packs(String suffix, FileDamage damage) throws IOException {
        try (var files = Files.list(mirror().resolve("objects/pack"))) {
            for (var file : files.filter(it -> it.toString().endsWith(suffix)).toList()) {
                file.toFile().setWritable(true);
                damage.to(file);
            }
        }
    }

    @Test
    void saysThatTheDataDirectoryCannotBeWritten() throws IOException {
        remote.commit("main", namespace("maps"));
        Files.writeString(directory.resolve("data"), "a file");

        assertThatThrownBy(repository::fetch)
                .isInstanceOf(SourceUnavailable.class)
                .hasMessageContaining("data directory")
                .hasMessageNotContaining(directory.toString());
    }

    @Test
    void tellsNoPathOfALocalRepository() {
        assertThatThrownBy(
                        () -> {
                            breakRemote();
                            repository.fetch();
                        })
                .isInstanceOf(SourceUnavailable.class)
                .hasMessageContaining("there is no repository")
                .hasMessageNotContaining(directory.toString());
    }

    // ---- many at once

    @Test
    void readsAndFetchesGoOnTogether() throws Exception {
        var first = remote.commit("main", namespace("maps").object("a", "0"));
        repository.fetch();
        var over = new AtomicBoolean();
        try (var threads = Executors.newFixedThreadPool(4)) {
            var work = new ArrayList<Callable<Boolean>>();
            for (var i = 0; i < 3; i++) {
                work.add(() -> {
                    while (!over.get()) {
                        assertThat(repository.list(first).namespaces()).hasSize(1);
                        assertThat(repository.resolve("main")).isPresent();
                        var head = repository.fetch();
                        assertThat(repository.contains(head, first)).isTrue();
                    }
                    return true;
                });
            }
            work.add(() -> {
                for (var i = 1; i <= 12; i++) {
                    var text = String.valueOf(i);
                    var pushed = remote.commit("main", namespace("maps").object("a", text));
                    assertThat(repository.fetch()).isEqualTo(pushed);
                }
                over.set(true);
                return true;
            });
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            over.set(true);
        }
    }

    @Test
    void packsManySmallPacksAndLosesNothing() throws IOException {
        var lost = remote.commit("main", namespace("maps").object("a", "lost"));
        repository.fetch();
        remote.deleteBranch("main");
        for (var i = 0; i < 24; i++) {
            remote.commit("main", namespace("maps").object("a", "text " + i));
            repository.fetch();
        }
        repository.fetch();

        try (var files = Files.list(mirror().resolve("objects/pack"))) {
            assertThat(files.filter(it -> it.toString().endsWith(".pack")).count()).isLessThan(20);
        }
        assertThat(repository.objects(lost, new NamespaceId("maps"))).hasSize(1);
    }

    private GitConfigRepository open(String branch, String path) {
        return TestSource.open(
                TestSource.settings(url(), branch, path, Duration.ofMinutes(1)),
                directory.resolve("data"),
                nanos::get);
    }

    private GitConfigRepository reopened() {
        return TestSource.open(TestSource.settings(url()), directory.resolve("data"), nanos::get);
    }

    private String url() {
        return directory.resolve("remote.git").toString();
    }

    private Path mirror() throws IOException {
        try (var mirrors = Files.list(directory.resolve("data/git"))) {
            return mirrors.filter(
                            it -> it.getFileName().toString().matches("local-remote.git-\\w+"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
