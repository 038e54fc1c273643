package dev.balancerdeployer.delivery.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.delivery.ConfigCommits;
import dev.balancerdeployer.delivery.ConfigRepository;
import dev.balancerdeployer.delivery.DataDirectory;
import dev.balancerdeployer.delivery.DeliveryPolicy;
import dev.balancerdeployer.delivery.Examples;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.PullMode;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceUnavailable;
import dev.balancerdeployer.delivery.TextDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class GitPropertiesTest {

    @TempDir Path directory;

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withUserConfiguration(DeliveryGitConfiguration.class)
                .withBean(DataDirectory.class, () -> new DataDirectory(directory.resolve("data")))
                .withBean(DeliveryPolicy.class, () -> TestSource.POLICY)
                .withBean(Clock.class, Clock::systemUTC);
    }

    @Test
    void makesTheBeansWithoutTouchingTheDisk() {
        application()
                .withPropertyValues("deployer.git.url=https://git.invalid/configs.git")
                .run(context -> {
                    assertThat(context).hasSingleBean(ConfigRepository.class);
                    assertThat(context).hasSingleBean(ConfigCommits.class);
                    assertThat(context.getBean(PullMode.class)).isEqualTo(PullMode.COMMIT);
                    assertThat(context).hasSingleBean(Examples.class);
                    assertThat(context).hasSingleBean(TextDiff.class);
                    assertThat(directory).isEmptyDirectory();
                });
    }

    @Test
    void thePullerMayPushForAReview() {
        application()
                .withPropertyValues("deployer.git.pull-mode=branch")
                .run(context ->
                        assertThat(context.getBean(PullMode.class)).isEqualTo(PullMode.BRANCH));
        application()
                .withPropertyValues("deployer.git.pull-mode=force")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .hasStackTraceContaining("deployer.git.pull-mode")
                                .hasStackTraceContaining("force"));
    }

    @Test
    void withoutAUrlEveryCallSaysWhichSettingIsMissing() {
        application()
                .withPropertyValues("deployer.git.url=")
                .run(context -> {
                    var source = context.getBean(ConfigRepository.class);
                    var revision = new Revision("0".repeat(40));
                    requireUnset(source::fetch);
                    requireUnset(() -> source.resolve("main"));
                    requireUnset(() -> source.list(revision));
                    requireUnset(() -> source.contains(revision, revision));
                    requireUnset(() -> source.objects(revision, new NamespaceId("a")));
                    var commits = context.getBean(ConfigCommits.class);
                    requireUnset(() -> commits.pulled(revision));
                    requireUnset(() -> commits.write(revision, new NamespaceId("a"), List.of()));
                    requireUnset(() -> commits.push("main", null, revision));
                });
    }

    private static void requireUnset(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(SourceUnavailable.class)
                .hasMessageContaining("deployer.git.url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://u:secret@example.com/x",
                "git://example.com/x",
                "http://u:secret@example.com/x",
                "https://u:secret@/x",
                "amazon-s3://k:secret@b/x"
            })
    void refusesOtherUrlsWithoutTellingSecrets(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestSource.settings(url))
                .withMessageContaining("deployer.git.url: '")
                .withMessageContaining("expected: ")
                .withMessageNotContaining("secret");
    }

    @Test
    void stopsTheStartWithTheNameOfTheSetting() {
        application()
                .withPropertyValues("deployer.git.url=ftp://x/y")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("deployer.git.url"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a..b", "x.lock", "a~1", "/"})
    void refusesWhatIsNoBranch(String branch) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestSource.settings("x", branch, "", Duration.ofMinutes(1)))
                .withMessageContaining("deployer.git.branch: '");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/../b", "a//b", ".git", "./a"})
    void refusesWhatIsNoPath(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestSource.settings("x", null, path, Duration.ofMinutes(1)))
                .withMessageContaining("deployer.git.path: '");
    }

    @Test
    void refusesAStrangeTimeout() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestSource.settings("x", null, "", Duration.ofMillis(1)))
                .withMessageContaining("deployer.git.fetch-timeout: 'PT0.001S'");
    }

    @Test
    void stopsTheStartWithoutTheKeyForSsh() throws IOException {
        var unreadable = Files.writeString(directory.resolve("unreadable"), "key");
        Files.setPosixFilePermissions(unreadable, Set.of());
        var keys = new ArrayList<>(List.of(directory.resolve("missing"), directory));
        if (!Files.isReadable(unreadable)) {
            keys.add(unreadable);
        }
        for (var key : keys) {
            application()
                    .withPropertyValues("deployer.git.ssh-key=" + key)
                    .run(context ->
                            assertThat(context)
                                    .getFailure()
                                    .rootCause()
                                    .hasMessage(
                                            "deployer.git.ssh-key: '%s' (expected: a file that can"
                                                    + " be read)",
                                            key));
        }
    }

    @Test
    void tellsNoSecret() {
        var settings =
                new GitProperties(
                        "https://git.example.com/x",
                        null,
                        "",
                        "user",
                        "secret",
                        null,
                        PullMode.COMMIT,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1));
        var remote = GitRemote.of("https://token:secret@git.example.com/x.git", null, null);

        assertThat(settings.toString()).doesNotContain("secret", "user");
        assertThat(remote.toString()).doesNotContain("secret", "token");
        assertThat(remote.mirrorName()).doesNotContain("secret", "token");
        assertThat(remote.login()).contains(new GitRemote.Login("token", "secret"));
    }

    @Test
    void aMirrorBelongsToAUrlWhateverThePassword() {
        assertThat(name("https://a:b@git.example.com/x.git"))
                .isEqualTo(name("https://git.example.com/x.git"))
                .isNotEqualTo(name("https://git.example.com/y.git"))
                .isNotEqualTo(name("https://git.example.org/x.git"))
                .startsWith("git.example.com-x.git-");
        assertThat(name("git@git.example.com:x.git"))
                .isEqualTo(name("alice@git.example.com:x.git"));
        assertThat(name("file:///srv/x.git")).isEqualTo(name("/srv/x.git"));
        assertThat(name("x.git")).isEqualTo(name(Path.of("x.git").toAbsolutePath().toString()));
    }

    private static String name(String url) {
        return GitRemote.of(url, null, null).mirrorName();
    }
}
