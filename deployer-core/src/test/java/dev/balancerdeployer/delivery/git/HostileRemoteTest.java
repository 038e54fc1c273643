package dev.balancerdeployer.delivery.git;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceUnavailable;
import dev.balancerdeployer.delivery.git.TestRemote.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories that are odd, huge or damaged as a whole (SPEC D1, D2; P-C4). */
class HostileRemoteTest {

    private static final NamespaceId MAPS = new NamespaceId("maps");

    @TempDir Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private TestRemote remote;
    private GitConfigRepository repository;

    @BeforeEach
    void open() {
        remote = new TestRemote(directory.resolve("remote.git"));
        repository = open("");
    }

    @AfterEach
    void close() {
        repository.close();
        remote.close();
    }

    // ---- odd

    @Test
    void saysThatARepositoryIsEmptyAndDeliversOnceItIsNot() {
        refuses("has no branch 'main' or 'trunk'");

        var revision = remote.commit("main", namespace("maps"));
        delivers(revision);
    }

    @Test
    void keepsTheLastGoodStateWhileTheBranchIsAway() {
        var first = remote.commit("main", namespace("maps"));
        repository.fetch();

        remote.deleteBranch("main");
        remote.push("other", remote.tree());
        refuses("has no branch 'main' or 'trunk'");
        assertThat(repository.list(first).namespaces()).hasSize(1);

        var back = remote.commit("main", namespace("maps").object("a", "1"));
        delivers(back);
    }

    @Test
    void followsABranchThatSharesNoHistory() {
        var first = remote.commit("main", namespace("maps"));
        repository.fetch();

        remote.deleteBranch("main");
        var orphan = remote.commit("main", namespace("maps").object("a", "1"));

        delivers(orphan);
        assertThat(repository.contains(orphan, first)).isFalse();
        assertThat(repository.list(first).namespaces()).hasSize(1);
    }

    @Test
    void followsABranchThatBecomesADirectoryOfBranches() {
        remote.commit("main", namespace("maps"));
        remote.commit("wip", namespace("maps"));
        repository.fetch();

        remote.deleteBranch("wip");
        var next = remote.commit("main", namespace("maps").object("a", "1"));
        var wip = remote.commit("wip/alice", namespace("maps").object("a", "2"));

        delivers(next);
        assertThat(repository.resolve("wip")).isEmpty();
        repository.fetch();
        assertThat(repository.resolve("wip/alice")).contains(wip);
    }

    @Test
    void takesAShallowRepositoryAsFarAsItGoes() throws IOException {
        var first = remote.commit("main", namespace("maps"));
        var second = remote.commit("main", namespace("maps").object("a", "1"));
        Files.writeString(directory.resolve("remote.git/shallow"), second.sha() + "\n");

        delivers(second);
        assertThat(repository.contains(second, first)).isFalse();
    }

    @Test
    void saysThatTheDirectoryOfTheNamespacesIsAFileOrIsMissing() {
        var revision = remote.write(Map.of("configs", "a file"));
        for (var path : new String[] {"configs", "configs/maps", "others"}) {
            try (var source = open(path)) {
                assertThat(source.fetch()).isEqualTo(revision);
                assertThatThrownBy(() -> source.list(revision))
                        .isInstanceOf(SourceUnavailable.class)
                        .hasMessageContaining(
                                "has no directory '%s' (deployer.git.path)".formatted(path));
            }
        }
    }

    @Test
    void aBranchThatIsNoCommitStopsNoOther() {
        var revision = remote.commit("main", namespace("maps"));
        repository.fetch();
        var next = remote.commit("main", namespace("maps").object("a", "1"));
        remote.point("blob", remote.blob("no commit"));

        delivers(next);
        delivers(next);
        assertThat(repository.resolve("blob")).isEmpty();
        assertThat(repository.list(revision).namespaces()).hasSize(1);
    }

    // ---- huge

    @Test
    void fetchesTenThousandCommits() throws IOException {
        var tree = tree();
        var first = new Revision(commits(1, tree, null).name());
        var tip = commits(9_999, tree, ObjectId.fromString(first.sha()));
        remote.point("main", tip);

        var revision = repository.fetch();

        assertThat(revision.sha()).isEqualTo(tip.name());
        assertThat(repository.contains(revision, first)).isTrue();
        assertThat(repository.contains(first, revision)).isFalse();
    }

    @Test
    void fetchesAThousandBranches() throws IOException {
        fetchesBranches(1_000);
    }

    @Test
    @Tag("long")
    void fetchesTenThousandBranches() throws IOException {
        fetchesBranches(10_000);
    }

    private void fetchesBranches(int count) throws IOException {
        var revision = remote.commit("main", namespace("maps"));
        var packed = new StringBuilder("# pack-refs with: peeled fully-peeled sorted \n");
        for (var i = 0; i < count; i++) {
            packed.append(revision.sha()).append(" refs/heads/b%05d\n".formatted(i));
        }
        Files.writeString(directory.resolve("remote.git/packed-refs"), packed);

        delivers(revision);
        assertThat(repository.resolve("b00999")).contains(revision);
        Files.delete(directory.resolve("remote.git/packed-refs"));
        delivers(revision);
        assertThat(repository.resolve("b00999")).isEmpty();
    }

    // ---- damaged

    /**
     * Whatever bytes are wrong on either side: an answer that is right, or words that say why not.
     */
    @Test
    void anyDamageIsARefusalAndIsMendedFromTheOtherSide() throws Exception {
        damagesTheMirror(3);
    }

    @Test
    @Tag("long")
    void anyDamageIsARefusalAndIsMendedFromTheOtherSideAgainAndAgain() throws Exception {
        damagesTheMirror(100);
    }

    private void damagesTheMirror(int rounds) throws Exception {
        var seed = 20_261_125L;
        var random = new Random(seed);
        System.out.println("seed " + seed);
        remote.commit("main", namespace("maps").object("a", "x\n".repeat(500)));
        var revision = remote.commit("main", namespace("maps").object("a", "x\n".repeat(501)));
        Git.wrap(remote.repository()).gc().call();
        for (var round = 0; round < rounds; round++) {
            var what = "seed %d, round %d".formatted(seed, round);
            repository.close();
            repository = open("");
            delivers(revision);
            repository.close();
            damage(data("git"), random);

            repository = open("");
            readsRightOrRefuses(what, revision);
            fetchesOrRefuses(what);
            readsRightOrRefuses(what, revision);
            nanos.addAndGet(Duration.ofHours(2).toNanos());
            repository.fetch();
            assertThat(repository.list(revision).refused()).as(what).isEmpty();
            assertThat(repository.objects(revision, MAPS)).as(what).hasSize(1);
        }
    }

    @Test
    void aDamagedRemoteLeavesTheLastGoodState() throws Exception {
        damagesTheRemote(20);
    }

    @Test
    @Tag("long")
    void aDamagedRemoteLeavesTheLastGoodStateAgainAndAgain() throws Exception {
        damagesTheRemote(200);
    }

    private void damagesTheRemote(int rounds) throws Exception {
        var seed = 20_261_126L;
        var random = new Random(seed);
        System.out.println("seed " + seed);
        var good = remote.commit("main", namespace("maps").object("a", "x\n".repeat(500)));
        repository.fetch();
        remote.commit("main", namespace("maps").object("a", "x\n".repeat(501)));
        Git.wrap(remote.repository()).gc().call();
        remote.close();
        for (var round = 0; round < rounds; round++) {
            var what = "seed %d, round %d".formatted(seed, round);
            var original = damage(directory.resolve("remote.git"), random);

            fetchesOrRefuses(what);
            assertThat(repository.list(good).refused()).as(what).isEmpty();
            assertThat(repository.objects(good, MAPS).values())
                    .as(what)
                    .containsExactly("x\n".repeat(500));
            original.write();
        }
        repository.fetch();
        assertThat(repository.contains(repository.resolve("main").orElseThrow(), good)).isTrue();
    }

    private void fetchesOrRefuses(String what) {
        try {
            repository.fetch();
        } catch (SourceUnavailable e) {
            assertThat(e.getMessage()).as(what).isNotBlank();
        }
    }

    private void readsRightOrRefuses(String what, Revision revision) {
        try {
            var listing = repository.list(revision);
            if (listing.refused().isEmpty()) {
                assertThat(repository.objects(revision, MAPS).values())
                        .as(what)
                        .containsExactly("x\n".repeat(501));
            }
        } catch (SourceUnavailable e) {
            assertThat(e.getMessage()).as(what).isNotBlank();
        }
    }

    /** A file as it was. */
    private static final class Original {

        private final Path file;
        private final byte[] bytes;

        Original(Path file, byte[] bytes) {
            this.file = file;
            this.bytes = bytes;
        }

        void write() throws IOException {
            Files.write(file, bytes);
        }
    }

    private static Original damage(Path where, Random random) throws IOException {
        try (var found = Files.walk(where)) {
            var files =
                    found.filter(Files::isRegularFile)
                            .filter(it -> !it.toString().endsWith(".lock"))
                            .filter(it -> !it.toString().contains("hooks"))
                            .filter(it -> it.toFile().length() > 0)
                            .sorted()
                            .toList();
            var file = files.get(random.nextInt(files.size()));
            var original = new Original(file, Files.readAllBytes(file));
            file.toFile().setWritable(true);
            var bytes = original.bytes.clone();
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                for (var i = random.nextInt(8); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            Files.write(file, bytes);
            return original;
        }
    }

    // ----

    private void delivers(Revision revision) {
        assertThat(repository.fetch()).isEqualTo(revision);
        assertThat(repository.list(revision).refused()).isEmpty();
        assertThat(repository.list(revision).namespaces()).hasSize(1);
    }

    private void refuses(String words) {
        assertThatThrownBy(() -> repository.fetch())
                .isInstanceOf(SourceUnavailable.class)
                .hasMessageContaining(words);
    }

    private ObjectId tree() {
        var maps =
                remote.tree(
                        Entry.of(
                                TestRemote.FILE,
                                "namespace.yaml",
                                remote.blob(namespace("maps").yaml())));
        return remote.tree(Entry.of(TestRemote.DIRECTORY, "maps", maps));
    }

    private ObjectId commits(int count, ObjectId tree, @Nullable ObjectId parent)
            throws IOException {
        try (var inserter =
                ((ObjectDirectory) remote.repository().getObjectDatabase()).newPackInserter()) {
            var tip = parent;
            for (var i = 0; i < count; i++) {
                var commit = new CommitBuilder();
                commit.setTreeId(tree);
                if (tip != null) {
                    commit.setParentId(tip);
                }
                var author =
                        new PersonIdent(
                                "a", "a@example.com", Instant.ofEpochSecond(i), ZoneOffset.UTC);
                commit.setAuthor(author);
                commit.setCommitter(author);
                commit.setMessage("change " + i);
                tip = inserter.insert(commit);
            }
            inserter.flush();
            return Objects.requireNonNull(tip);
        }
    }

    private Path data(String name) {
        return directory.resolve("data").resolve(name);
    }

    private GitConfigRepository open(String path) {
        return TestSource.open(
                TestSource.settings(
                        directory.resolve("remote.git").toString(),
                        null,
                        path,
                        Duration.ofMinutes(1)),
                directory.resolve("data"),
                nanos::get);
    }
}
