package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.Deployment.Invalid;
import dev.balancerdeployer.delivery.Deployment.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Deployments} must do (SPEC D6); each implementation's test extends it. */
public abstract class DeploymentsContract {

    private static final Instant T0 = Instant.parse("2026-11-24T12:00:00Z");
    private static final Revision REVISION = new Revision("0123456789".repeat(4));

    protected abstract Deployments deployments();

    @Test
    void findsWhatWasAccepted() {
        var accepted = deployments().accept(request("d1", "main", T0));

        assertThat(deployments().find(accepted.id())).contains(accepted);
        assertThat(deployments().find(new DeploymentId("d2"))).isEmpty();
        assertThat(deployments().accepted()).containsExactly(accepted);
    }

    @Test
    void joinsAnEqualRequestThatStillWaits() {
        var first = deployments().accept(request("d1", "main", T0));

        var second = deployments().accept(request("d2", "main", T0.plusSeconds(1)));

        assertThat(second).isEqualTo(first);
        assertThat(deployments().accepted()).containsExactly(first);
    }

    @Test
    void keepsRequestsForOtherThingsApart() {
        var first = deployments().accept(request("d1", "main", T0));
        var second = deployments().accept(request("d2", "other", T0.plusSeconds(1)));

        assertThat(deployments().accepted()).containsExactly(first, second);
    }

    @Test
    void doesNotJoinOneThatARunHasTaken() {
        deployments().accept(request("d1", "main", T0));
        deployments().take(new DeploymentId("d1"));
        deployments().take(new DeploymentId("d1"));

        var second = deployments().accept(request("d2", "main", T0.plusSeconds(1)));

        assertThat(second.id().value()).isEqualTo("d2");
        assertThat(deployments().accepted()).hasSize(2);
    }

    @Test
    void keepsTheFirstEnd() {
        var accepted = deployments().accept(request("d1", "main", T0));
        var problem = new SourceProblem("namespace.yaml", 3, "bake: 'x'");
        var done =
                accepted.done(
                        REVISION,
                        List.of(new RolloutId("r1")),
                        List.of(new NamespaceId("b")),
                        List.of(new Invalid("c", problem)));

        deployments().finish(done);
        deployments().finish(accepted.failed(null, "too late"));

        assertThat(deployments().find(accepted.id())).contains(done);
        assertThat(deployments().accepted()).isEmpty();
    }

    @Test
    void anEndedRequestIsNotJoined() {
        var accepted = deployments().accept(request("d1", "main", T0));
        deployments().finish(accepted.failed(null, "unknown revision"));

        assertThat(deployments().accept(request("d2", "main", T0)).id().value()).isEqualTo("d2");
    }

    @Test
    void oneOfManyEqualRequestsIsStored() throws Exception {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var requests =
                    IntStream.range(0, 8)
                            .<Callable<Deployment>>mapToObj(
                                    it -> () -> deployments().accept(request("d" + it, "main", T0)))
                            .toList();

            var stored =
                    threads.invokeAll(requests).stream().map(it -> it.resultNow().id()).toList();

            assertThat(stored).containsOnly(stored.getFirst());
            assertThat(deployments().accepted()).hasSize(1);
        }
    }

    private static Deployment request(String id, String revision, Instant at) {
        return Deployment.accepted(
                new DeploymentId(id),
                Wanted.usual(revision, List.of(new NamespaceId("maps")), "because"),
                "alice",
                at.plus(Duration.ofMillis(1)));
    }
}
