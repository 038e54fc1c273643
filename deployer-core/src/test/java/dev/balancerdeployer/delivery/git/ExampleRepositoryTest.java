package dev.balancerdeployer.delivery.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployertest.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleRepositoryTest {

    @TempDir Path directory;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-25T10:00:00Z"));
    private final ExampleRepository examples = new ExampleRepository(clock);

    @Test
    void holdsTheExampleNamespacesAndAllOfThemAreWellFormed() {
        var bare = directory.resolve("data/examples.git");
        examples.create(bare);

        try (var source =
                TestSource.open(TestSource.settings(bare.toString()), directory.resolve("data"))) {
            var listing = source.list(source.fetch());

            assertThat(listing.refused()).isEmpty();
            assertThat(listing.namespaces())
                    .extracting(it -> it.id().value())
                    .containsExactly("maps-front", "search-api", "static-cdn");
            assertThat(source.objects(listing.revision(), new NamespaceId("maps-front")))
                    .containsKeys(
                            new ObjectPath("haproxy.cfg"), new ObjectPath("backends/web.yaml"))
                    .allSatisfy((_, text) -> assertThat(text).isNotBlank());
        }
    }

    @Test
    void isOneCommitOfUsAtTheTimeOfTheClock() throws IOException {
        var bare = directory.resolve("examples.git");
        examples.create(bare);

        try (var repository = new FileRepositoryBuilder().setGitDir(bare.toFile()).build();
                var walk = new RevWalk(repository)) {
            assertThat(repository.getFullBranch()).isEqualTo("refs/heads/main");
            var commit = walk.parseCommit(head(bare));
            assertThat(commit.getParentCount()).isZero();
            assertThat(commit.getAuthorIdent().getName()).isEqualTo("balancer-deployer");
            assertThat(commit.getAuthorIdent().getWhenAsInstant()).isEqualTo(clock.instant());
        }
    }

    @Test
    void leavesOneThatIsThereAsItIs() throws IOException {
        var bare = directory.resolve("examples.git");
        examples.create(bare);
        var before = head(bare);
        clock.advance(Duration.ofDays(1));

        examples.create(bare);

        assertThat(head(bare)).isEqualTo(before);
    }

    @Test
    void goesOnAfterAProcessDiedInTheMiddle() throws IOException {
        var bare = directory.resolve("examples.git");
        Files.createDirectories(directory.resolve("examples.git.new/refs/heads"));
        Files.writeString(directory.resolve("examples.git.new/HEAD"), "rubbish");

        examples.create(bare);

        assertThat(head(bare)).isNotNull();
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(bare);
        }
    }

    private static ObjectId head(Path bare) throws IOException {
        OwnSystemReader.install();
        try (var repository = new FileRepositoryBuilder().setGitDir(bare.toFile()).build()) {
            return Optional.ofNullable(repository.resolve("refs/heads/main")).orElseThrow();
        }
    }
}
