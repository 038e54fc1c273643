package dev.balancerdeployer.web.awacs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.AwacsContract;
import dev.balancerdeployer.delivery.BalancerState;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.http.RemoteAwacs;
import dev.balancerdeployer.delivery.registry.Registry;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The client of a registry elsewhere against the real HTTP side of one. */
@NullMarked
@SpringBootTest(
        classes = AwacsSlice.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = AwacsSlice.WITHOUT_DATABASE)
class HttpAwacsTest extends AwacsContract {

    @Autowired Registry registry;
    @Autowired DatabaseTime time;
    @LocalServerPort int port;

    private @Nullable RemoteAwacs remote;

    @BeforeEach
    void connect() {
        remote = RemoteAwacs.at(address(), null, Duration.ofSeconds(10), time);
    }

    @AfterEach
    void disconnect() {
        remote().close();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    RemoteAwacs remote() {
        return java.util.Objects.requireNonNull(remote);
    }

    @Override
    protected Awacs awacs() {
        return remote().plain();
    }

    @Override
    protected DatabaseTime time() {
        return time;
    }

    @Override
    protected void report(
            NamespaceId namespace, LocationId location, long version, BalancerState state) {
        assertThat(registry.report(namespace, location, version, state, "", Actor.self()))
                .isInstanceOf(Done.class);
    }
}
