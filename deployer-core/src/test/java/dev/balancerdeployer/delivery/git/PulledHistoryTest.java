package dev.balancerdeployer.delivery.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.ConfigCommits.Claimed;
import dev.balancerdeployer.delivery.Logged;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NamespaceSource;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of a history is read for what was pulled (SPEC D14). */
class PulledHistoryTest {

    private static final NamespaceId MAPS = new NamespaceId("maps");
    private static final ObjectPath A = new ObjectPath("a");

    @TempDir Path directory;

    private final PulledHistory history = new PulledHistory(List.of());
    private TestRemote remote;

    @BeforeEach
    void open() {
        remote = new TestRemote(directory.resolve("remote.git"));
    }

    @AfterEach
    void close() {
        remote.close();
    }

    @Test
    void readsOnlyWhatIsNew() {
        var root = claiming(1);
        assertThat(read(root)).containsExactly("Read 1 commits for what was pulled");
        assertThat(read(root)).isEmpty();
        claiming(2);
        var main = claiming(3);

        assertThat(read(main)).containsExactly("Read 2 commits for what was pulled");
        assertThat(read(root)).isEmpty();
        remote.reset("main", root);
        assertThat(read(claiming(4))).containsExactly("Read 1 commits for what was pulled");
        assertThat(read(main)).isEmpty();
    }

    @Test
    void tellsTheSameHoweverItGotThere() {
        var seed = 20_261_127L;
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var heads = new ArrayList<Revision>();
        for (var i = 0; i < 80; i++) {
            if (i > 0 && random.nextInt(4) == 0) {
                remote.reset("main", heads.get(random.nextInt(i)));
            }
            var source =
                    NamespaceSource.namespace(random.nextBoolean() ? "maps" : "search")
                            .object("a", "text " + random.nextInt(4))
                            .object("b", "text " + random.nextInt(4));
            var head =
                    random.nextInt(3) == 0
                            ? remote.commit("main", source)
                            : claiming(random.nextInt(50), source);
            heads.add(head);
            if (random.nextInt(3) > 0) {
                assertThat(pulled(history, head))
                        .as("seed %d, commit %d", seed, i)
                        .isEqualTo(pulled(new PulledHistory(List.of()), head));
            }
        }
    }

    @Test
    @Tag("long")
    void readsAHundredThousandCommitsOnce() throws IOException {
        var head = long100k();
        var start = System.nanoTime();
        assertThat(read(head)).containsExactly("Read 100000 commits for what was pulled");
        System.out.printf("100 000 commits: %d ms%n", (System.nanoTime() - start) / 1_000_000);
        remote.reset("main", head);
        var next = claiming(5);
        start = System.nanoTime();
        assertThat(read(next)).containsExactly("Read 1 commits for what was pulled");
        System.out.printf("one more: %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(pulled(history, next)).isEqualTo(Map.of(MAPS, Map.of(A, new Claimed(5, next))));
    }

    private Revision long100k() throws IOException {
        var tree = remote.tree();
        var database = ((FileRepository) remote.repository()).getObjectDatabase();
        ObjectId parent = null;
        try (var inserter = database.newPackInserter()) {
            for (var i = 0; i < 100_000; i++) {
                var commit = new CommitBuilder();
                commit.setTreeId(tree);
                if (parent != null) {
                    commit.setParentId(parent);
                }
                var at = Instant.parse("2020-01-01T00:00:00Z").plusSeconds(60L * i);
                var author = new PersonIdent("bot", "bot@x", at, ZoneOffset.UTC);
                commit.setAuthor(author);
                commit.setCommitter(author);
                commit.setMessage("Generate the configs, number " + i + "\n\nBy hand.\n");
                parent = inserter.insert(commit);
            }
            inserter.flush();
        }
        return new Revision(Objects.requireNonNull(parent).name());
    }

    private Revision claiming(long version) {
        return claiming(version, NamespaceSource.namespace("maps").object("a", "text " + version));
    }

    private Revision claiming(long version, NamespaceSource source) {
        return remote.commit(
                "main",
                source,
                "a pull\n\nAwacs-Namespace: %s\nAwacs-Version: %d\n"
                        .formatted(source.name(), version));
    }

    private List<String> read(Revision head) {
        var pulled = new AtomicReference<Map<NamespaceId, Map<ObjectPath, Claimed>>>();
        var told = Logged.by(PulledHistory.class, () -> pulled.set(pulled(history, head)));
        assertThat(pulled.get()).isEqualTo(pulled(new PulledHistory(List.of()), head));
        return told;
    }

    private Map<NamespaceId, Map<ObjectPath, Claimed>> pulled(PulledHistory by, Revision head) {
        try {
            return by.of(remote.repository(), head);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
