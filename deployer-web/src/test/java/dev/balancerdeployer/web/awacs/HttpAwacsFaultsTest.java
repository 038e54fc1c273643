package dev.balancerdeployer.web.awacs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.Awacs.Landed;
import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.AwacsUnavailable;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployertest.HttpFaultProxy;
import dev.balancerdeployertest.HttpFaultProxy.Fault;
import dev.balancerdeployertest.HttpFaultProxy.Request;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole contract through a network that loses every other request that may be sent again, or
 * its answer; and what becomes of those that may not. {@code -Dawacs.faults.seed=N} replays.
 */
@NullMarked
class HttpAwacsFaultsTest extends HttpAwacsTest {

    private static final List<Fault> FAULTS =
            List.of(
                    Fault.ERROR_BEFORE,
                    Fault.ERROR_AFTER,
                    Fault.DROP_BEFORE,
                    Fault.DROP_AFTER,
                    Fault.CUT);
    private static final int MOST_IN_A_ROW = 2;
    private static final Pattern ATTEMPT = Pattern.compile("\"attempt\":\"([^\"]+)\"");
    private static final LocationId SAS = new LocationId("sas");

    private final long seed = Long.getLong("awacs.faults.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final Map<String, Integer> inARow = new ConcurrentHashMap<>();
    private final AtomicInteger harmed = new AtomicInteger();
    private final NamespaceId maps = new NamespaceId("maps-" + UUID.randomUUID());

    private Function<Request, Fault> plan = this::nowAndThen;
    private @Nullable HttpFaultProxy proxy;

    @Override
    URI address() {
        System.out.println("awacs.faults.seed=" + seed);
        proxy = HttpFaultProxy.before(port, it -> plan.apply(it));
        return proxy.uri();
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(proxy).close();
    }

    @Override
    protected Awacs awacs() {
        return remote().resilient();
    }

    @Override
    protected boolean everyAnswerArrives() {
        return false;
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR_AFTER", "DROP_AFTER", "CUT"})
    void aWriteWithoutAttemptThatGotNoAnswerIsNotSentAgain(Fault fault) {
        plan = harming("PUT", fault, 1);

        assertThatThrownBy(() -> create(Safeguard.none())).isInstanceOf(AwacsUnavailable.class);

        assertThat(harmed).hasValue(1);
        assertThat(remote().plain().find(maps).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void aFenceIsNotSentAgain() {
        plan = harming("PUT", Fault.DROP_BEFORE, 1);

        assertThatThrownBy(
                        () -> awacs().raiseFence(maps, new Fence(new SemaphoreName("DEPLOYER"), 7)))
                .isInstanceOf(AwacsUnavailable.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR_AFTER", "DROP_AFTER", "CUT"})
    void whatALostAnswerDidIsTold(Fault fault) {
        plan = harming("PUT", fault, 99);
        var attempt = new AttemptId("rollout/41:a-1");

        assertThatThrownBy(() -> create(new Safeguard(attempt, null, null)))
                .isInstanceOf(AwacsUnavailable.class);

        assertThat(harmed).hasValue(4);
        assertThat(awacs().attempt(maps, attempt)).contains(new Landed(attempt, 1));
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR_AFTER", "DROP_AFTER", "CUT"})
    void aLostAnswerIsFetchedByItsAttempt(Fault fault) {
        plan = harming("PUT", fault, 1);

        assertThat(create(new Safeguard(new AttemptId("a1"), null, null)))
                .isEqualTo(new Done(false, 1));
    }

    @Test
    void aPageForPeopleIsNoAnswer() {
        create(Safeguard.none());
        plan = harming("GET", Fault.NONSENSE, 99);

        assertThatThrownBy(() -> awacs().find(maps))
                .isInstanceOf(AwacsUnavailable.class)
                .hasMessageContaining("unexpected answer: namespace: no JSON");

        assertThat(harmed).hasValue(1);
    }

    @Test
    void leavesARegistryAloneThatDoesNotAnswer() {
        plan = harming("GET", Fault.ERROR_BEFORE, 99);
        for (var i = 0; i < 5; i++) {
            assertThatThrownBy(() -> awacs().find(maps)).isInstanceOf(AwacsUnavailable.class);
        }
        var sent = harmed.get();

        assertThatThrownBy(() -> awacs().find(maps))
                .isInstanceOf(AwacsUnavailable.class)
                .hasMessageContaining("not asked now");

        assertThat(harmed).hasValue(sent);
    }

    private Function<Request, Fault> harming(String method, Fault fault, int times) {
        return it ->
                it.method().equals(method) && harmed.get() < times && harmed.incrementAndGet() > 0
                        ? fault
                        : Fault.NONE;
    }

    /** Only what may be sent again, and not so often that it never arrives. */
    private synchronized Fault nowAndThen(Request request) {
        var inBody = ATTEMPT.matcher(request.body());
        var attempt = inBody.find() ? inBody.group(1) : request.attempt();
        var key = request.method() + " " + request.path() + " " + attempt;
        var mayBeSentAgain = request.method().equals("GET") || !attempt.isEmpty();
        if (!mayBeSentAgain
                || inARow.getOrDefault(key, 0) == MOST_IN_A_ROW
                || !random.nextBoolean()) {
            inARow.remove(key);
            return Fault.NONE;
        }
        inARow.merge(key, 1, Integer::sum);
        return FAULTS.get(random.nextInt(FAULTS.size()));
    }

    private Outcome create(Safeguard safeguard) {
        var objects = new TreeMap<ObjectPath, String>();
        objects.put(new ObjectPath("haproxy.cfg"), "one");
        return awacs().update(
                        new ConfigUpdate(
                                maps,
                                null,
                                objects,
                                List.of(new NewBalancer(SAS, List.of())),
                                "",
                                null),
                        Actor.self(),
                        safeguard);
    }
}
