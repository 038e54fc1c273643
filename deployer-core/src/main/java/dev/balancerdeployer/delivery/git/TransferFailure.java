package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.SourceUnavailable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.jspecify.annotations.Nullable;

/** Says in words why a transfer failed; neither the words nor the causes hold a secret. */
final class TransferFailure {

    private static final int MAX_CAUSES = 10;

    private TransferFailure() {}

    static SourceUnavailable of(GitRemote remote, Transfer transfer, Throwable failure) {
        var reason = known(failure).orElseGet(() -> redacted(remote, failure.getMessage()));
        return new SourceUnavailable(
                "%s could not be %s: %s".formatted(remote.label(), transfer.participle(), reason),
                copy(remote, failure, MAX_CAUSES));
    }

    private static Optional<String> known(Throwable failure) {
        Throwable cause = failure;
        for (var i = 0; cause != null && i < MAX_CAUSES; i++) {
            var reason =
                    switch (cause) {
                        case UnknownHostException _ -> "its host is not known";
                        case ConnectException _ -> "its host refuses the connection";
                        case NoRouteToHostException _ -> "its host cannot be reached";
                        case InterruptedIOException _ -> "its host does not answer in time";
                        case SSLException _ -> "its TLS certificate is not accepted";
                        case NoRemoteRepositoryException _ -> "there is no repository";
                        case SshException ssh -> ssh(ssh);
                        case FileSystemException _,
                                FileNotFoundException _,
                                LockFailedException _ ->
                                "its mirror in the data directory cannot be read or written";
                        default -> null;
                    };
            if (reason != null) {
                return Optional.of(reason);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static @Nullable String ssh(SshException failure) {
        return switch (failure.getDisconnectCode()) {
            case SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE ->
                    "its host key is not in known_hosts, or is another one";
            case SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE ->
                    "it does not accept the key, or that cannot be read (deployer.git.ssh-key)";
            default -> null;
        };
    }

    /** The same stack traces with words that may be logged. */
    private static IOException copy(GitRemote remote, Throwable failure, int depth) {
        var words =
                failure.getClass().getSimpleName() + ": " + redacted(remote, failure.getMessage());
        var cause = failure.getCause();
        var copy =
                cause == null || depth == 0
                        ? new IOException(words)
                        : new IOException(words, copy(remote, cause, depth - 1));
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    /** What the remote says, as it may be told. */
    static String redacted(GitRemote remote, @Nullable String message) {
        var text = message == null ? "the transfer broke off" : message;
        for (var redaction : remote.redactions()) {
            text = redaction.in(text);
        }
        var prefix = remote.label() + ": ";
        return Shown.text(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
    }
}
