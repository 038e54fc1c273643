package dev.balancerdeployer.delivery.git;

import java.util.Objects;
import org.eclipse.jgit.errors.UnsupportedCredentialItem;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Tells user name and password to the one server they are for, wherever it may redirect to. */
final class HostLogin extends CredentialsProvider {

    private final URIish server;
    private final GitRemote.Login login;

    HostLogin(URIish server, GitRemote.Login login) {
        this.server = server;
        this.login = login;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (var item : items) {
            if (!(item instanceof CredentialItem.Username
                    || item instanceof CredentialItem.Password)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        if (!isServer(uri)) {
            return false;
        }
        for (var item : items) {
            switch (item) {
                case CredentialItem.Username username -> username.setValue(login.username());
                case CredentialItem.Password password ->
                        password.setValue(login.password().toCharArray());
                default -> throw new UnsupportedCredentialItem(uri, item.getPromptText());
            }
        }
        return true;
    }

    private boolean isServer(URIish uri) {
        return Objects.equals(server.getScheme(), uri.getScheme())
                && Objects.equals(server.getHost(), uri.getHost())
                && server.getPort() == uri.getPort();
    }
}
