package dev.balancerdeployer.delivery.http;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.Awacs;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The client of a registry elsewhere as it is wired, for tests that have a server. */
@NullMarked
public final class RemoteAwacs implements AutoCloseable {

    private final HttpClient client;
    private final Awacs plain;
    private final Awacs resilient;

    private RemoteAwacs(HttpAwacsProperties settings, DatabaseTime time) {
        client = HttpAwacsConfiguration.client(settings);
        plain = new HttpAwacs(HttpAwacsConfiguration.api(client, settings));
        resilient = new ResilientAwacs(plain, HttpAwacsConfiguration.breaker(), quick(), time);
    }

    public static RemoteAwacs at(
            URI url, @Nullable String token, Duration timeout, DatabaseTime time) {
        return new RemoteAwacs(
                new HttpAwacsProperties(url.toString(), token, Duration.ofSeconds(5), timeout),
                time);
    }

    /** One request a call. */
    public Awacs plain() {
        return plain;
    }

    /** With retries, that wait for nothing. */
    public Awacs resilient() {
        return resilient;
    }

    private static Persistence quick() {
        return new Persistence(4, Duration.ofMillis(1), Duration.ofSeconds(30), () -> 0, _ -> {});
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
