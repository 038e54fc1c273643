package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ObjectDigest;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * The repository that is mirrored.
 *
 * @param uri without user name and password, but for the user of ssh
 * @param label what it is called in messages; holds no secret and no path
 */
record GitRemote(URIish uri, Kind kind, String label, Optional<Login> login) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    enum Kind {
        LOCAL,
        HTTP,
        SSH
    }

    /** User name and password for https. */
    record Login(String username, String password) {

        /** Tells neither. */
        @Override
        public String toString() {
            return "Login";
        }
    }

    /**
     * @param username may stand in the url, too; the one given here wins
     * @throws IllegalArgumentException if the url is none that can be mirrored; tells no secret
     */
    static GitRemote of(String url, @Nullable String username, @Nullable String password) {
        var uri = parse(url);
        return switch (kindOf(uri)) {
            case LOCAL -> local(uri);
            case SSH -> {
                var user = uri.getUser() == null ? username : uri.getUser();
                yield new GitRemote(
                        uri.setPass(null).setUser(user),
                        Kind.SSH,
                        "the config repository at " + uri.getHost(),
                        Optional.empty());
            }
            case HTTP -> {
                var name = username == null ? uri.getUser() : username;
                var secret = password == null ? uri.getPass() : password;
                yield new GitRemote(
                        uri.setPass(null).setUser(null),
                        Kind.HTTP,
                        "the config repository at " + uri.getHost(),
                        Optional.ofNullable(name)
                                .map(it -> new Login(it, Objects.requireNonNullElse(secret, ""))));
            }
        };
    }

    /** As {@link #of}, for its refusals only. */
    static void requireUrl(String url) {
        var _ = kindOf(parse(url));
    }

    /** The directory of its mirror: another url gets another one, another password does not. */
    String mirrorName() {
        var readable =
                (Objects.requireNonNullElse(uri.getHost(), "local") + "-" + lastName())
                        .replaceAll("[^A-Za-z0-9.-]+", "-");
        var digest = ObjectDigest.of(uri.setUser(null).toString()).hex().substring(0, 16);
        return readable.substring(0, Math.min(60, readable.length())) + "-" + digest;
    }

    /** Texts that must not be told, and what is told instead. */
    List<Redaction> redactions() {
        var redactions = new ArrayList<Redaction>();
        login.ifPresent(it -> {
            redactions.add(new Redaction(it.password(), "***"));
            redactions.add(new Redaction(it.username(), "***"));
        });
        redactions.add(new Redaction(uri.toPrivateString(), label));
        redactions.add(new Redaction(Objects.requireNonNullElse(uri.getPath(), ""), "..."));
        return redactions;
    }

    /** One of {@link #redactions}. */
    record Redaction(String secret, String instead) {

        String in(String text) {
            return secret.length() < 2 ? text : text.replace(secret, instead);
        }

        /** Does not tell it. */
        @Override
        public String toString() {
            return "Redaction";
        }
    }

    private String lastName() {
        var path = Objects.requireNonNullElse(uri.getPath(), "").replaceAll("/+$", "");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static GitRemote local(URIish uri) {
        var path = Path.of(Objects.requireNonNullElse(uri.getPath(), "")).toAbsolutePath();
        return new GitRemote(
                new URIish().setPath(path.normalize().toString()),
                Kind.LOCAL,
                "the local config repository",
                Optional.empty());
    }

    private static URIish parse(String url) {
        try {
            return new URIish(url);
        } catch (URISyntaxException _) {
            throw refused("what is given");
        }
    }

    private static Kind kindOf(URIish uri) {
        var scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
        var host = uri.getHost();
        if (host == null && (scheme.isEmpty() || scheme.equals("file"))) {
            requirePath(uri);
            return Kind.LOCAL;
        }
        if (host == null || host.isEmpty() || uri.getPath() == null) {
            throw refused(scheme + ":...");
        }
        return switch (scheme) {
            case "https" -> Kind.HTTP;
            case "http" -> {
                if (!LOOPBACK.contains(host)) {
                    throw refused("http:...");
                }
                yield Kind.HTTP;
            }
            case "ssh", "" -> Kind.SSH;
            default -> throw refused(scheme + ":...");
        };
    }

    private static void requirePath(URIish uri) {
        try {
            var _ = Path.of(Objects.requireNonNullElse(uri.getPath(), ""));
        } catch (InvalidPathException _) {
            throw refused("what is given");
        }
    }

    private static IllegalArgumentException refused(String shown) {
        return new IllegalArgumentException(
                ("deployer.git.url: '%s' (expected: a path, or file:, https: or ssh:; http: to this"
                                + " machine only)")
                        .formatted(shown));
    }
}
