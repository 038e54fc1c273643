package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.PullMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the configs come from (SPEC D1).
 *
 * @param url a path, or {@code file:}, {@code https:} or {@code ssh:}; null: there is no source
 * @param branch the delivered one; null: {@code main}, or {@code trunk} if there is no {@code main}
 * @param path the directory that holds the namespaces; empty: the top
 * @param username for https
 * @param password for https
 * @param sshKey file of a private key without a passphrase; null: those in {@code ~/.ssh}
 * @param pullMode where the puller commits to
 * @param idleTimeout the longest silence of the remote
 * @param fetchTimeout the longest fetch or push
 * @param cloneTimeout the longest first fetch, which brings everything
 */
@ConfigurationProperties("deployer.git")
record GitProperties(
        @Nullable String url,
        @Nullable String branch,
        @DefaultValue("") String path,
        @Nullable String username,
        @Nullable String password,
        @Nullable String sshKey,
        @DefaultValue("commit") PullMode pullMode,
        @DefaultValue("20s") Duration idleTimeout,
        @DefaultValue("1m") Duration fetchTimeout,
        @DefaultValue("10m") Duration cloneTimeout) {

    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    GitProperties {
        url = blankToNull(url);
        branch = blankToNull(branch);
        username = blankToNull(username);
        password = blankToNull(password);
        sshKey = blankToNull(sshKey);
        path = path.strip().replaceAll("^/+|/+$", "");
        if (url != null) {
            GitRemote.requireUrl(url);
        }
        if (branch != null && !Repository.isValidRefName(Constants.R_HEADS + branch)) {
            throw refused("branch", branch, "the name of a branch");
        }
        for (var name : names(path)) {
            if (name.isEmpty() || NameRules.isTraversal(name)) {
                throw refused("path", path, "a directory inside the repository");
            }
        }
        if (sshKey != null && !isReadable(sshKey)) {
            throw refused("ssh-key", sshKey, "a file that can be read");
        }
        requireTimeout("idle-timeout", idleTimeout);
        requireTimeout("fetch-timeout", fetchTimeout);
        requireTimeout("clone-timeout", cloneTimeout);
    }

    /** The names that {@code path} is made of. */
    List<String> directory() {
        return names(path);
    }

    /** Tells no secret. */
    @Override
    public String toString() {
        return "GitProperties[branch=%s, path=%s]".formatted(branch, path);
    }

    private static List<String> names(String path) {
        return path.isEmpty() ? List.of() : Arrays.asList(path.split("/", -1));
    }

    private static boolean isReadable(String file) {
        try {
            var path = Path.of(file);
            return Files.isRegularFile(path) && Files.isReadable(path);
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static void requireTimeout(String name, Duration timeout) {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw refused(name, timeout.toString(), "1s to 1h");
        }
    }

    private static IllegalArgumentException refused(String name, String value, String expected) {
        return new IllegalArgumentException(
                "deployer.git.%s: '%s' (expected: %s)".formatted(name, value, expected));
    }
}
