package dev.balancerdeployer.delivery.git;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.balancerdeployer.delivery.ConfigCommits;
import dev.balancerdeployer.delivery.ConfigCommits.Claimed;
import dev.balancerdeployer.delivery.ConfigCommits.Refused;
import dev.balancerdeployer.delivery.ConfigCommits.Wanted;
import dev.balancerdeployer.delivery.ConfigCommitsContract;
import dev.balancerdeployer.delivery.ConfigRepository;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NamespaceSource;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceProblem;
import dev.balancerdeployertest.MutableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitConfigCommitsTest extends ConfigCommitsContract {

    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

    @TempDir Path directory;

    private final MutableClock clock = new MutableClock(NOW);
    private TestRemote remote;
    private DeliveryGitConfiguration.Adapters adapters;

    @BeforeEach
    void open() {
        remote = new TestRemote(directory.resolve("remote.git"));
        adapters = adapters("");
    }

    @AfterEach
    void close() throws Exception {
        ((GitConfigRepository) adapters.repository()).close();
        remote.close();
    }

    @Override
    protected ConfigRepository repository() {
        return adapters.repository();
    }

    @Override
    protected ConfigCommits commits() {
        return adapters.commits();
    }

    @Override
    protected Revision commit(String branch, NamespaceSource namespace) {
        remote.follow(branch);
        return remote.commit(branch, namespace);
    }

    @Override
    protected Revision commitClaiming(long version, NamespaceSource namespace) {
        remote.follow("main");
        return remote.commit(
                "main",
                namespace,
                "a pull\n\nAwacs-Namespace: %s\nAwacs-Version: %d\n"
                        .formatted(namespace.name(), version));
    }

    @Override
    protected Revision spoil(String namespace) {
        return remote.write(Map.of(namespace + "/namespace.yaml", "owners: [a\n"));
    }

    @Override
    protected void reset(String branch, Revision revision) {
        remote.reset(branch, revision);
        remote.follow(branch);
    }

    @Override
    protected void breakRemote() {
        try {
            Files.move(directory.resolve("remote.git"), directory.resolve("elsewhere.git"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- what only git can show

    @Test
    void touchesNothingElse() throws Exception {
        var odd = new ArrayList<TestRemote.Entry>();
        odd.add(file("README.md", "# Read me"));
        odd.add(new TestRemote.Entry(0100664, "group-writable", remote.blob("old")));
        odd.add(new TestRemote.Entry(TestRemote.SYMLINK, "link", remote.blob("README.md")));
        odd.add(
                new TestRemote.Entry(
                        TestRemote.DIRECTORY,
                        "maps",
                        remote.tree(
                                new TestRemote.Entry(
                                        TestRemote.EXECUTABLE, "a.sh", remote.blob("1")),
                                new TestRemote.Entry(0100664, "b", remote.blob("1")),
                                file("gone", "1"),
                                file("namespace.yaml", namespace("maps").yaml()),
                                file("same", "1"))));
        odd.add(
                new TestRemote.Entry(
                        TestRemote.DIRECTORY, "maps.d", remote.tree(file("x", "unsorted"))));
        odd.add(
                TestRemote.Entry.of(
                        TestRemote.FILE,
                        new byte[] {(byte) 0xff, (byte) 0xfe},
                        remote.blob("no UTF-8")));
        odd.add(new TestRemote.Entry(TestRemote.SUBMODULE, "vendor", remote.blob("module")));
        var before = remote.tree(odd);
        var head = remote.push("main", before);
        repository().fetch();

        var made =
                made(head, wanted(5, changes("a.sh", "2", "b", "2", "gone", null, "a/new", "2")));
        assertThat(commits().push("main", head, made.tip())).isTrue();

        // git sorts a directory as if its name ended in a slash
        var sorted =
                remote.tree(
                        new TestRemote.Entry(TestRemote.EXECUTABLE, "a.sh", remote.blob("2")),
                        new TestRemote.Entry(
                                TestRemote.DIRECTORY, "a", remote.tree(file("new", "2"))),
                        new TestRemote.Entry(0100664, "b", remote.blob("2")),
                        file("namespace.yaml", namespace("maps").yaml()),
                        file("same", "1"));
        odd.set(3, new TestRemote.Entry(TestRemote.DIRECTORY, "maps", sorted));
        assertThat(tree(made.tip())).isEqualTo(remote.tree(odd));
    }

    @Test
    void aDirectoryWithoutObjectsIsGone() throws Exception {
        var head = fetched(namespace("maps").object("x/y/z", "1").object("x/q", "1"));

        var made = made(head, wanted(5, changes("x/y/z", null)), wanted(6, changes("x/q", null)));
        commits().push("main", head, made.tip());

        assertThat(paths(made.commits().getFirst().revision()))
                .containsExactly("maps/namespace.yaml", "maps/x/q");
        assertThat(paths(made.tip())).containsExactly("maps/namespace.yaml");
        assertThat(tree(made.tip()))
                .isEqualTo(
                        remote.tree(
                                new TestRemote.Entry(
                                        TestRemote.DIRECTORY,
                                        "maps",
                                        remote.tree(
                                                file(
                                                        "namespace.yaml",
                                                        namespace("maps").yaml())))));
    }

    @Test
    void worksInASubDirectory() throws Exception {
        ((GitConfigRepository) adapters.repository()).close();
        adapters = adapters("out/balancers");
        var head =
                remote.write(
                        Map.of(
                                "out/balancers/maps/namespace.yaml", namespace("maps").yaml(),
                                "out/balancers/maps/a", "1",
                                "out/other", "1",
                                "maps/a", "1"));
        repository().fetch();

        var made = made(head, wanted(5, changes("a", "2")));
        commits().push("main", head, made.tip());

        assertThat(paths(made.tip()))
                .containsExactly(
                        "maps/a",
                        "out/balancers/maps/a",
                        "out/balancers/maps/namespace.yaml",
                        "out/other");
        assertThat(texts(repository().fetch())).containsExactly(Map.entry("a", "2"));
        assertThat(commits().pulled(made.tip()))
                .isEqualTo(Map.of(MAPS, Map.of(new ObjectPath("a"), new Claimed(5, made.tip()))));
    }

    @Test
    void aCommitIsTheAuthorsAtHisTimeAndOursAtOurs() throws Exception {
        var head = fetched(namespace("maps").object("a", "1"));

        var made = made(head, wanted(5, changes("a", "2")));
        commits().push("main", head, made.tip());

        try (var walk = new RevWalk(remote.repository())) {
            var commit = walk.parseCommit(ObjectId.fromString(made.tip().sha()));
            assertThat(commit.getParentCount()).isEqualTo(1);
            assertThat(commit.getParent(0).name()).isEqualTo(head.sha());
            assertThat(commit.getAuthorIdent().toExternalString())
                    .isEqualTo("alice <alice@awacs> %d +0000".formatted(AT.getEpochSecond()));
            assertThat(commit.getCommitterIdent().toExternalString())
                    .isEqualTo(
                            "balancer-deployer <balancer-deployer@localhost> %d +0000"
                                    .formatted(NOW.getEpochSecond()));
            assertThat(commit.getShortMessage()).isEqualTo("maps version 5: change 5");
        }
    }

    @Test
    void gitFindsNothingWrongWithWhatIsPushed() throws Exception {
        GitCommand.assumeInstalled();
        var head = fetched(namespace("maps").object("a", "1").object("x", "1"));
        var made =
                made(
                        head,
                        wanted(5, changes("a/b/c", "2", "a", null)),
                        wanted(6, changes("x", null, "x.y", "1", "x/y", "2", "x-y", "3")),
                        new Wanted(
                                7,
                                "<\n\0> mallory",
                                Instant.MIN,
                                "\n\nAwacs-Version: 99",
                                changes("a/b/c", "3")));
        commits().push("main", head, made.tip());

        assertThat(new GitCommand(remote.repository().getDirectory().toPath()))
                .satisfies(it -> it.run("", "fsck", "--strict"));
        assertThat(paths(made.tip()))
                .containsExactly(
                        "maps/a/b/c", "maps/namespace.yaml", "maps/x-y", "maps/x.y", "maps/x/y");
    }

    @Test
    void bothPushersCommitsAreThereInTheEnd() throws Exception {
        var head = fetched(namespace("maps").object("a", "1"));
        var made = made(head, wanted(5, changes("a", "2")));

        try (var other = cloned()) {
            var theirs = pushed(other, "maps/b", "b");
            assertThat(commits().push("main", head, made.tip())).isFalse();
            var fresh = repository().fetch();
            assertThat(fresh).isEqualTo(theirs);
            var again = made(fresh, wanted(5, changes("a", "2")));
            assertThat(commits().push("main", fresh, again.tip())).isTrue();
            assertThat(texts(repository().fetch()))
                    .containsExactly(Map.entry("a", "2"), Map.entry("b", "b"));
            assertThat(repository().contains(again.tip(), theirs)).isTrue();
        }
    }

    @Test
    void pushesAndFetchesGoOnTogether() throws Exception {
        fetched(namespace("maps").object("a", "0"));
        var over = new AtomicBoolean();
        try (var threads = Executors.newFixedThreadPool(3)) {
            var fetching = new ArrayList<Future<Boolean>>();
            for (var i = 0; i < 2; i++) {
                fetching.add(
                        threads.submit(() -> {
                            while (!over.get()) {
                                var head = repository().fetch();
                                assertThat(texts(head)).hasSize(1);
                                assertThat(commits().pulled(head)).hasSizeLessThan(2);
                            }
                            return true;
                        }));
            }
            for (var version = 1; version <= 15; version++) {
                var head = repository().fetch();
                var made = made(head, wanted(version, changes("a", "text " + version)));
                assertThat(commits().push("main", head, made.tip())).isTrue();
                assertThat(repository().fetch()).isEqualTo(made.tip());
            }
            over.set(true);
            for (var each : fetching) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            over.set(true);
        }
        assertThat(commits().pulled(repository().fetch()).get(MAPS)).hasSize(1);
    }

    @Test
    void merelyMergingClaimsNothing() throws Exception {
        var head = fetched(namespace("maps").object("a", "1"));
        var made = made(head, wanted(5, changes("a", "2")));
        commits().push("pull/maps", null, made.tip());
        remote.commit("main", namespace("search"));
        var merge =
                remote.merge(
                        "main",
                        "pull/maps",
                        "a merge\n\nAwacs-Namespace: maps\nAwacs-Version: 9\n");

        repository().fetch();

        assertThat(commits().pulled(merge))
                .isEqualTo(Map.of(MAPS, Map.of(new ObjectPath("a"), new Claimed(5, made.tip()))));
    }

    @Test
    void remembersMoreHeadsThanOne() {
        var head = fetched(namespace("maps").object("a", "1"));
        var expected = new ArrayList<Map<NamespaceId, Map<ObjectPath, Claimed>>>();
        var tips = new ArrayList<Revision>();
        for (var version = 1; version <= 20; version++) {
            var tip = made(head, wanted(version, changes("a", "text " + version))).tip();
            tips.add(tip);
            expected.add(Map.of(MAPS, Map.of(new ObjectPath("a"), new Claimed(version, tip))));
        }
        for (var round = 0; round < 2; round++) {
            for (var i = 0; i < tips.size(); i++) {
                assertThat(commits().pulled(tips.get(i))).isEqualTo(expected.get(i));
            }
        }
    }

    @Test
    void claimsThatNobodyCanFollowStopNoOthers() throws Exception {
        var trailers = "x\n\nAwacs-Namespace: maps\nAwacs-Version: 7\n";
        remote.push("main", remote.insert(Constants.OBJ_TREE, new byte[0]), trailers);
        remote.push("main", remote.tree(file("maps", "a file")), trailers);
        var odd =
                remote.tree(
                        file("..", "1"),
                        file("a", "1"),
                        file("a", "2"),
                        file("b c", "1"),
                        new TestRemote.Entry(TestRemote.SYMLINK, "d", remote.blob("a")),
                        new TestRemote.Entry(TestRemote.DIRECTORY, "e", remote.tree()));
        remote.push(
                "main",
                remote.tree(new TestRemote.Entry(TestRemote.DIRECTORY, "maps", odd)),
                trailers);
        var head = remote.commit("main", namespace("maps").object("a", "1"));
        repository().fetch();
        var made = made(head, wanted(8, changes("a", "2")));

        assertThat(commits().pulled(made.tip()))
                .isEqualTo(Map.of(MAPS, Map.of(new ObjectPath("a"), new Claimed(8, made.tip()))));
    }

    @Test
    void refusesHalfACharacter() {
        var head = fetched(namespace("maps").object("a", "1"));

        assertThat(commits().write(head, MAPS, List.of(wanted(5, changes("a", "\ud800")))))
                .isInstanceOfSatisfying(
                        Refused.class,
                        it ->
                                assertThat(it.problems())
                                        .singleElement()
                                        .extracting(SourceProblem::file)
                                        .isEqualTo("a"));
    }

    @Test
    void refusesWhatIsNoNameOfABranch() {
        var head = fetched(namespace("maps").object("a", "1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> commits().push("../x", head, head))
                .withMessageContaining("branch");
    }

    private Git cloned() throws GitAPIException {
        return Git.cloneRepository()
                .setURI(directory.resolve("remote.git").toUri().toString())
                .setDirectory(directory.resolve("clone").toFile())
                .call();
    }

    private static Revision pushed(Git clone, String path, String text)
            throws GitAPIException, IOException {
        Files.writeString(clone.getRepository().getWorkTree().toPath().resolve(path), text);
        clone.add().addFilepattern(path).call();
        var commit = clone.commit().setMessage("by hand").setAuthor("bob", "bob@x").call();
        clone.push().call();
        return new Revision(commit.name());
    }

    private TestRemote.Entry file(String name, String text) {
        return new TestRemote.Entry(TestRemote.FILE, name, remote.blob(text));
    }

    private ObjectId tree(Revision revision) throws IOException {
        try (var walk = new RevWalk(remote.repository())) {
            return walk.parseCommit(ObjectId.fromString(revision.sha())).getTree().copy();
        }
    }

    private List<String> paths(Revision revision) throws IOException {
        var paths = new ArrayList<String>();
        try (var walk = new TreeWalk(remote.repository())) {
            walk.addTree(tree(revision));
            walk.setRecursive(true);
            while (walk.next()) {
                paths.add(walk.getPathString());
            }
        }
        return paths.stream().sorted().toList();
    }

    private DeliveryGitConfiguration.Adapters adapters(String path) {
        return TestSource.both(
                TestSource.settings(
                        directory.resolve("remote.git").toString(),
                        null,
                        path,
                        Duration.ofMinutes(1)),
                directory.resolve("data"),
                clock,
                System::nanoTime);
    }
}
