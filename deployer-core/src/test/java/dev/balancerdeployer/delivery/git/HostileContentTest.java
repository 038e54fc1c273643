package dev.balancerdeployer.delivery.git;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceListing;
import dev.balancerdeployer.delivery.SourceListing.Refused;
import dev.balancerdeployer.delivery.SourceProblem;
import dev.balancerdeployer.delivery.SourceUnavailable;
import dev.balancerdeployer.delivery.git.TestRemote.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a repository must not deliver (SPEC D2), made by hand as no git would let anybody. */
class HostileContentTest {

    private static final NamespaceId EVIL = new NamespaceId("evil");

    @TempDir Path directory;

    private TestRemote remote;
    private GitConfigRepository repository;

    @BeforeEach
    void open() {
        remote = new TestRemote(directory.resolve("remote.git"));
        repository =
                TestSource.open(
                        TestSource.settings(directory.resolve("remote.git").toString()),
                        directory.resolve("data"));
    }

    @AfterEach
    void close() {
        repository.close();
        remote.close();
    }

    // ---- entries

    @Test
    void refusesASymbolicLink() {
        assertThat(problems(Entry.of(TestRemote.SYMLINK, "a.cfg", remote.blob("/etc/passwd"))))
                .containsExactly(
                        new SourceProblem("a.cfg", 0, "a symbolic link (expected: a file)"));
    }

    @Test
    void refusesALinkInPlaceOfTheNamespaceFile() {
        var link = Entry.of(TestRemote.SYMLINK, "namespace.yaml", remote.blob("../good/a"));

        assertThat(evil(list(evil(remote.tree(link)))))
                .containsExactly(
                        new SourceProblem(
                                "namespace.yaml", 0, "a symbolic link (expected: a file)"));
    }

    @Test
    void refusesASubmodule() {
        var commit = ObjectId.fromString("1".repeat(40));

        assertThat(problems(Entry.of(TestRemote.SUBMODULE, "lib", commit)))
                .containsExactly(new SourceProblem("lib", 0, "a submodule (expected: a file)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                ".git",
                ".GIT",
                ".Git",
                "git~1",
                "GIT~1",
                "a\\b",
                "a/b",
                "../x",
                "a\nb",
                "a b",
                ".hidden",
                "-x",
                "CON:",
                "",
                "näme",
                "a ",
                " a",
                "a\t",
                "a\u0007",
                "a\u007f",
                "a\u0085",
                "a\ud83d\ude00",
                "\u202ecfg"
            })
    void refusesAName(String name) throws IOException {
        var file = Entry.of(TestRemote.FILE, name, remote.blob("x"));
        var full = remote.tree(Entry.of(TestRemote.FILE, "x", remote.blob("x")));

        assertThat(inspected(file)).hasSize(1);
        assertThat(inspected(Entry.of(TestRemote.DIRECTORY, name, full))).hasSize(1);
        assertThat(inspected(Entry.of(TestRemote.DIRECTORY, "sub", remote.tree(file))))
                .singleElement()
                .satisfies(it -> assertThat(it.file()).startsWith("sub/"));
    }

    @Test
    void refusesTwoDotsThatCameOverTheWire() {
        assertThat(
                        problems(
                                Entry.of(
                                        TestRemote.DIRECTORY,
                                        "..",
                                        remote.tree(
                                                Entry.of(
                                                        TestRemote.FILE,
                                                        "passwd",
                                                        remote.blob("x"))))))
                .containsExactly(new SourceProblem("..", 0, "the name '..' is not allowed"));
    }

    @Test
    void showsStrangeNamesEscaped() {
        assertThat(
                        problems(
                                Entry.of(
                                        TestRemote.FILE,
                                        new byte[] {'a', (byte) 0xff, '\n'},
                                        remote.blob("x")),
                                Entry.of(TestRemote.FILE, "b\u202e\n", remote.blob("x"))))
                .extracting(SourceProblem::file)
                .containsExactlyInAnyOrder("a\\xff\\x0a", "b\\u{202e}\\u{a}");
    }

    @Test
    void refusesLongNamesAndDeepPaths() {
        var tree = remote.tree(Entry.of(TestRemote.FILE, "x", remote.blob("x")));
        for (var i = 0; i < 16; i++) {
            tree = remote.tree(Entry.of(TestRemote.DIRECTORY, "d", tree));
        }

        assertThat(
                        problems(
                                Entry.of(TestRemote.FILE, "a".repeat(129), remote.blob("x")),
                                Entry.of(TestRemote.DIRECTORY, "d", tree)))
                .hasSize(2)
                .anySatisfy(it -> assertThat(it.reason()).contains("16 levels"));
    }

    @Test
    void refusesANameThatIsThereTwice() {
        assertThat(
                        problems(
                                Entry.of(TestRemote.FILE, "a", remote.blob("1")),
                                Entry.of(TestRemote.FILE, "a", remote.blob("2"))))
                .containsExactly(new SourceProblem("a", 0, "the name is there twice"));
        assertThat(
                        problems(
                                Entry.of(TestRemote.FILE, "a", remote.blob("1")),
                                Entry.of(TestRemote.DIRECTORY, "a", remote.tree())))
                .hasSize(1);
    }

    @Test
    void takesNamesThatDifferInCaseOrADotOnly() {
        var revision =
                evil(
                        good(
                                Entry.of(TestRemote.FILE, "a", remote.blob("1")),
                                Entry.of(TestRemote.EXECUTABLE, "A", remote.blob("2")),
                                Entry.of(TestRemote.FILE, "a.", remote.blob("3"))));

        assertThat(list(revision).refused()).isEmpty();
        assertThat(repository.objects(revision(revision), EVIL).values())
                .containsExactly("2", "1", "3");
    }

    @Test
    void anExecutableFileIsTheSameContent() {
        var plain = list(evil(good(Entry.of(TestRemote.FILE, "a", remote.blob("1")))));
        var executable = list(evil(good(Entry.of(TestRemote.EXECUTABLE, "a", remote.blob("1")))));

        assertThat(executable.namespaces().getFirst().digest())
                .isEqualTo(plain.namespaces().getFirst().digest());
    }

    @Test
    void refusesEntriesThatAreNotWhatTheySay() throws IOException {
        var blob = remote.blob("x");
        var tree = remote.tree(Entry.of(TestRemote.FILE, "x", blob));

        assertThat(
                        inspected(
                                Entry.of(TestRemote.FILE, "a", tree),
                                Entry.of(TestRemote.DIRECTORY, "b", blob),
                                Entry.of(0150000, "c", blob)))
                .extracting(SourceProblem::file)
                .containsExactlyInAnyOrder("a", "b/", "c");
    }

    @Test
    void refusesAMalformedTree() throws IOException {
        var cut = remote.insert(Constants.OBJ_TREE, "100644 a".getBytes(StandardCharsets.UTF_8));
        var rubbish = remote.insert(Constants.OBJ_TREE, new byte[] {1, 2, 3, 0, 5});

        assertThat(
                        inspected(
                                Entry.of(TestRemote.DIRECTORY, "a", cut),
                                Entry.of(TestRemote.DIRECTORY, "b", rubbish)))
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.reason()).contains("malformed"));
    }

    @Test
    void refusesWhatIsMissing() throws IOException {
        var missing = ObjectId.fromString("2".repeat(40));

        assertThat(
                        inspected(
                                Entry.of(TestRemote.FILE, "a", missing),
                                Entry.of(TestRemote.DIRECTORY, "b", missing)))
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.reason()).contains("missing or damaged"));
    }

    /** Without a transfer, which would not send such a tree. */
    private List<SourceProblem> inspected(Entry... entries) throws IOException {
        var inspector = new Inspector(new NamespaceFileParser(Duration.ofMinutes(10)));
        try (var reader = remote.repository().newObjectReader()) {
            var verdict = inspector.inspect(reader, good(entries));
            assertThat(verdict).isInstanceOf(Verdict.Bad.class);
            return ((Verdict.Bad) verdict).problems();
        }
    }

    // ---- contents

    @Test
    void refusesWhatIsNotText() {
        assertThat(
                        problems(
                                file("nul", new byte[] {'a', '\n', 0}),
                                file("latin", new byte[] {'\n', '\n', (byte) 0xe4}),
                                file("surrogate", bytes(0xed, 0xa0, 0x80)),
                                file("overlong", bytes(0xc0, 0xaf)),
                                file("cut", bytes('a', 0xe2, 0x82))))
                .extracting(it -> it.file() + ":" + it.line())
                .containsExactlyInAnyOrder(
                        "nul:2", "latin:3", "surrogate:1", "overlong:1", "cut:1");
    }

    @Test
    void takesUnusualText() {
        var revision =
                evil(
                        good(
                                Entry.of(TestRemote.FILE, "empty", remote.blob("")),
                                Entry.of(
                                        TestRemote.FILE,
                                        "emoji",
                                        remote.blob("\uD83D\uDE00\r\n"))));

        assertThat(list(revision).refused()).isEmpty();
        assertThat(repository.objects(revision(revision), EVIL))
                .containsEntry(new ObjectPath("empty"), "")
                .containsEntry(new ObjectPath("emoji"), "\uD83D\uDE00\r\n");
    }

    @Test
    void refusesALargeObject() {
        var limit = 1 << 20;
        assertThat(problems(file("at", new byte[limit]), file("over", text(limit + 1))))
                .anySatisfy(it -> {
                    assertThat(it.file()).isEqualTo("over");
                    assertThat(it.reason()).contains("1048577").contains("1048576");
                });
        assertThat(list(evil(good(file("at", text(limit))))).refused()).isEmpty();
    }

    @Test
    void refusesALargeNamespace() {
        var blob = remote.blob(text(1 << 20));
        var full = new ArrayList<Entry>();
        for (var i = 0; i < 16; i++) {
            full.add(Entry.of(TestRemote.FILE, "f" + i, blob));
        }
        assertThat(list(evil(good(full.toArray(Entry[]::new)))).refused()).isEmpty();

        full.add(file("more", text(1)));

        assertThat(problems(full.toArray(Entry[]::new)))
                .containsExactly(
                        new SourceProblem(".", 0, "over 16777216 bytes in all objects together"));
    }

    @Test
    void refusesTooManyObjects() {
        var blob = remote.blob("");
        var many =
                IntStream.rangeClosed(1, 10_001)
                        .mapToObj(it -> Entry.of(TestRemote.FILE, "f" + it, blob))
                        .toArray(Entry[]::new);

        assertThat(problems(many)).hasSize(1);
        assertThat(list(evil(good(Arrays.copyOf(many, 10_000)))).refused()).isEmpty();
    }

    @Test
    void givesUpOnATreeThatNeverEnds() {
        var tree = remote.tree();
        for (var depth = 0; depth < 14; depth++) {
            var entries = new ArrayList<Entry>();
            for (var i = 0; i < 50; i++) {
                entries.add(Entry.of(TestRemote.DIRECTORY, "d" + i, tree));
            }
            tree = remote.tree(entries);
        }

        assertThat(problems(Entry.of(TestRemote.DIRECTORY, "d", tree))).isNotEmpty();
    }

    @Test
    void refusesALargeNamespaceFile() {
        var yaml = namespace("evil").yaml() + "#".repeat(64 << 10);
        assertThat(
                        evil(
                                list(
                                        evil(
                                                remote.tree(
                                                        file(
                                                                "namespace.yaml",
                                                                yaml.getBytes(
                                                                        StandardCharsets
                                                                                .UTF_8)))))))
                .singleElement()
                .satisfies(it -> assertThat(it.file()).isEqualTo("namespace.yaml"));
    }

    @Test
    void refusesADirectoryWithoutNamespaceFile() {
        var tree = remote.tree(Entry.of(TestRemote.FILE, "a", remote.blob("x")));

        assertThat(evil(list(evil(tree))))
                .containsExactly(new SourceProblem("namespace.yaml", 0, "is missing"));
    }

    @Test
    void tellsALineOfTheNamespaceFile() {
        var yaml =
                file(
                        "namespace.yaml",
                        "owners: [a]\nbalancers:\n  - location: [x]\n"
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(evil(list(evil(remote.tree(yaml)))))
                .singleElement()
                .satisfies(it -> assertThat(it.line()).isEqualTo(3));
    }

    @Test
    void refusesADirectoryInPlaceOfTheNamespaceFile() {
        var inner = remote.tree(Entry.of(TestRemote.FILE, "x", remote.blob("x")));
        var tree = remote.tree(Entry.of(TestRemote.DIRECTORY, "namespace.yaml", inner));

        assertThat(evil(list(evil(tree))))
                .containsExactly(
                        new SourceProblem("namespace.yaml", 0, "a directory (expected: a file)"));
    }

    @Test
    void readsANamespaceFileWithLineEndsOfWindows() {
        var wrong = "owners: [a]\r\nbalancers:\r\n  - location: sas\r\nbake: soon\r\n";
        var tree = remote.tree(Entry.of(TestRemote.FILE, "namespace.yaml", remote.blob(wrong)));
        assertThat(evil(list(evil(tree))))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.line()).isEqualTo(4);
                    assertThat(it.reason()).startsWith("bake: 'soon'");
                });

        var right = remote.blob(wrong.replace("soon", "1h"));
        var object = remote.blob("a\r\nb\rc\n");
        var revision =
                evil(
                        remote.tree(
                                Entry.of(TestRemote.FILE, "a.cfg", object),
                                Entry.of(TestRemote.FILE, "namespace.yaml", right)));
        assertThat(list(revision).refused()).isEmpty();
        assertThat(repository.objects(revision(revision), EVIL))
                .containsEntry(new ObjectPath("a.cfg"), "a\r\nb\rc\n");
    }

    @Test
    void refusesAPointerOfGitLfs() {
        var pointer =
                "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 12345\n"
                        .formatted("4d7a".repeat(16));

        assertThat(problems(Entry.of(TestRemote.FILE, "geo.map", remote.blob(pointer))))
                .containsExactly(
                        new SourceProblem(
                                "geo.map", 1, "a pointer of Git LFS (expected: the text)"));
    }

    @Test
    void namespaceYamlFurtherDownIsAnObject() {
        var sub = remote.tree(Entry.of(TestRemote.FILE, "namespace.yaml", remote.blob("x")));
        var revision = evil(good(Entry.of(TestRemote.DIRECTORY, "sub", sub)));

        assertThat(list(revision).refused()).isEmpty();
        assertThat(repository.objects(revision(revision), EVIL))
                .containsOnlyKeys(new ObjectPath("sub/namespace.yaml"));
    }

    // ---- the top

    @Test
    void refusesDirectoriesThatAreNoNamespaces() {
        var tree = good();
        var names = List.of("..", ".git", "GIT~1", "a b", "ä", "-x", "a".repeat(129), "x\ny");
        var entries = new ArrayList<Entry>();
        names.forEach(it -> entries.add(Entry.of(TestRemote.DIRECTORY, it, tree)));
        entries.add(Entry.of(TestRemote.DIRECTORY, bytes('a', 0xff), tree));
        entries.add(Entry.of(TestRemote.SYMLINK, "link", remote.blob("/etc")));
        entries.add(Entry.of(TestRemote.SUBMODULE, "module", ObjectId.fromString("1".repeat(40))));
        entries.add(Entry.of(TestRemote.DIRECTORY, "twice", tree));
        entries.add(Entry.of(TestRemote.DIRECTORY, "twice", remote.tree()));
        entries.add(Entry.of(TestRemote.DIRECTORY, ".github", remote.tree()));
        entries.add(Entry.of(TestRemote.DIRECTORY, "good", tree));

        var listing = list(remote.push("main", remote.tree(entries)).sha());

        assertThat(listing.namespaces()).extracting(it -> it.id().value()).containsExactly("good");
        assertThat(listing.refused())
                .extracting(Refused::name)
                .containsExactlyInAnyOrder(
                        "..",
                        ".git",
                        "GIT~1",
                        "a b",
                        "ä",
                        "-x",
                        "a".repeat(129),
                        "x\\u{a}y",
                        "a\\xff",
                        "link",
                        "module",
                        "twice")
                .isSorted();
    }

    @Test
    void refusesWhatIsOverTenThousandNamespaces() {
        var tree = good();
        var entries =
                IntStream.range(0, 10_250)
                        .mapToObj(it -> Entry.of(TestRemote.DIRECTORY, "n%05d".formatted(it), tree))
                        .toList();

        var listing = list(remote.push("main", remote.tree(entries)).sha());

        assertThat(listing.namespaces()).hasSize(10_000);
        assertThat(listing.refused()).hasSize(100);
        assertThat(listing.refused().getFirst().name()).isEqualTo("n10000");
        assertThat(listing.refused().getFirst().problems().getFirst().reason())
                .contains("10250 namespaces");
    }

    @Test
    void keepsTheLastGoodStateOfARemoteThatLacksObjects() {
        var missing = ObjectId.fromString("2".repeat(40));
        remote.push("main", remote.tree(Entry.of(TestRemote.DIRECTORY, "good", good())));
        repository.fetch();
        var revision = evil(good(Entry.of(TestRemote.FILE, "a", missing)));

        assertThatThrownBy(repository::fetch).isInstanceOf(SourceUnavailable.class);
        assertThat(repository.resolve(revision)).isEmpty();
        assertThat(repository.resolve("main")).isPresent();
    }

    private List<SourceProblem> problems(Entry... entries) {
        return evil(list(evil(good(entries))));
    }

    /** Everybody else is listed; evil is refused. */
    private List<SourceProblem> evil(SourceListing listing) {
        assertThat(listing.namespaces())
                .extracting(it -> it.id().value())
                .containsExactly("a-good", "z-good");
        assertThat(listing.refused()).extracting(Refused::name).containsExactly("evil");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> repository.objects(listing.revision(), EVIL));
        return listing.refused().getFirst().problems();
    }

    private SourceListing list(String revision) {
        repository.fetch();
        return repository.list(revision(revision));
    }

    private static Revision revision(String sha) {
        return new Revision(sha);
    }

    /** A commit with that tree as evil, between two good ones. */
    private String evil(ObjectId tree) {
        return remote.push(
                        "main",
                        remote.tree(
                                Entry.of(TestRemote.DIRECTORY, "a-good", good()),
                                Entry.of(TestRemote.DIRECTORY, "evil", tree),
                                Entry.of(TestRemote.DIRECTORY, "z-good", good())))
                .sha();
    }

    private ObjectId good(Entry... entries) {
        var all = new ArrayList<>(List.of(entries));
        all.add(Entry.of(TestRemote.FILE, "namespace.yaml", remote.blob(namespace("x").yaml())));
        return remote.tree(all);
    }

    private Entry file(String name, byte[] bytes) {
        return Entry.of(TestRemote.FILE, name, remote.blob(bytes));
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (var i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] text(int size) {
        var bytes = new byte[size];
        Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }
}
