package dev.balancerdeployer.delivery.git;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.util.FS;

/**
 * The remote and how to log in to it.
 *
 * @param idle the longest silence of the remote
 */
record RemoteAccess(GitRemote remote, Duration idle, SshAccess ssh) {

    Transport open(Repository mirror) throws IOException {
        if (remote.kind() == GitRemote.Kind.LOCAL
                && RepositoryCache.FileKey.resolve(
                                Path.of(remote.uri().getPath()).toFile(), FS.DETECTED)
                        == null) {
            throw new NoRemoteRepositoryException(remote.uri(), "no repository");
        }
        var transport = Transport.open(mirror, remote.uri());
        transport.setTimeout(Math.toIntExact(idle.toSeconds()));
        transport.setTagOpt(TagOpt.NO_TAGS);
        transport.setRemoveDeletedRefs(true);
        remote.login()
                .map(it -> new HostLogin(remote.uri(), it))
                .ifPresent(transport::setCredentialsProvider);
        if (transport instanceof SshTransport overSsh) {
            ssh.over(overSsh);
        }
        return transport;
    }
}
