package dev.balancerdeployer.delivery.git;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Keys for ssh, ours and the server's. A server that is in neither {@code known_hosts} is refused:
 * nobody is there to be asked. {@code ~/.ssh/config} is not read.
 */
final class SshAccess implements AutoCloseable {

    private final @Nullable Path key;
    private final Path home;
    private final Path knownHosts;
    private @Nullable SshdSessionFactory sessions;

    /**
     * @param key null: those in {@code ~/.ssh} by their usual names
     * @param knownHosts a file that need not exist, read besides {@code ~/.ssh/known_hosts}
     */
    SshAccess(@Nullable Path key, Path home, Path knownHosts) {
        this.key = key;
        this.home = home;
        this.knownHosts = knownHosts;
    }

    synchronized void over(SshTransport transport) {
        if (sessions == null) {
            sessions = sessions();
        }
        transport.setSshSessionFactory(sessions);
    }

    @Override
    public synchronized void close() {
        if (sessions != null) {
            sessions.close();
            sessions = null;
        }
    }

    private SshdSessionFactory sessions() {
        var directory = home.resolve(".ssh");
        var builder =
                new SshdSessionFactoryBuilder()
                        .setHomeDirectory(home.toFile())
                        .setSshDirectory(directory.toFile())
                        .setPreferredAuthentications("publickey")
                        .setConfigStoreFactory((_, _, _) -> null)
                        .setConnectorFactory(null)
                        .setDefaultKnownHostsFiles(
                                _ -> List.of(knownHosts, directory.resolve("known_hosts")));
        if (key != null) {
            builder.setDefaultIdentities(_ -> List.of(key));
        }
        return builder.build(null);
    }
}
