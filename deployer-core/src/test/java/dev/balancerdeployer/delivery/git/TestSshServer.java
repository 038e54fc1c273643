package dev.balancerdeployer.delivery.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.KeyPair;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/** Serves one repository over ssh on this machine, whatever its name, to the owner of one key. */
final class TestSshServer implements AutoCloseable {

    private final SshServer server = SshServer.setUpDefaultServer();

    TestSshServer(Repository repository, KeyPair key, PublicKey accepted) throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(key));
        server.setPublickeyAuthenticator((_, it, _) -> KeyUtils.compareKeys(it, accepted));
        server.setCommandFactory(
                (_, command) -> new Pack(repository, command.startsWith("git-receive-pack")));
        server.start();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    private static final class Pack implements Command {

        private final Repository repository;
        private final boolean push;
        private @Nullable InputStream in;
        private @Nullable OutputStream out;
        private @Nullable OutputStream err;
        private @Nullable ExitCallback exit;

        Pack(Repository repository, boolean push) {
            this.repository = repository;
            this.push = push;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            Thread.ofPlatform().daemon().start(this::run);
        }

        @Override
        public void destroy(ChannelSession channel) {
            // it ends by itself
        }

        private void run() {
            var done = exit;
            if (in == null || out == null || done == null) {
                throw new IllegalStateException("the streams come before the start");
            }
            try {
                if (push) {
                    new ReceivePack(repository).receive(in, out, err);
                } else {
                    new UploadPack(repository).upload(in, out, err);
                }
                done.onExit(0);
            } catch (IOException _) {
                done.onExit(1);
            }
        }
    }
}
