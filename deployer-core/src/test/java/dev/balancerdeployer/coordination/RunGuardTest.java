package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.WriteGuard.Clearance.Cleared;
import dev.balancerdeployer.coordination.WriteGuard.Clearance.Refused;
import dev.balancerdeployertest.MutableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RunGuardTest {

    private static final Fence FENCE = new Fence(new SemaphoreName("S"), 7);

    private final MutableClock clock = new MutableClock();
    private final Instant start = clock.instant();
    private final List<String> reads = new ArrayList<>();

    private SwitchState flag = new SwitchState.Open(Set.of(), "");
    private Duration ttl = Duration.ofSeconds(30);

    @Test
    void readsTheTimeThenTheFlagThenTheGrant() {
        guard().clear();

        assertThat(reads).containsExactly("time", "flag", "grant S:7");
    }

    @Test
    void clearsAWriteForTwoSecondsFromTheTimeItRead() {
        flag = new SwitchState.Open(Set.of("sas"), "drain");

        assertThat(guard().clear())
                .isEqualTo(new Cleared(FENCE, start.plusSeconds(2), Set.of("sas")));
    }

    @Test
    void clearsNoLongerThanTheLeaseLasts() {
        ttl = Duration.ofMillis(1_999);

        assertThat(guard().clear())
                .isEqualTo(new Cleared(FENCE, start.plusMillis(1_999), Set.of()));
    }

    @Test
    void countsFromTheFirstReadHoweverLongTheOthersTake() {
        KillSwitch slow =
                () -> {
                    clock.advance(Duration.ofSeconds(5));
                    return flag;
                };

        assertThat(guard(slow, this::grant).clear())
                .isEqualTo(new Cleared(FENCE, start.plusSeconds(2), Set.of()));
    }

    @Test
    void refusesWhileTheSwitchIsClosed() {
        flag = new SwitchState.Closed("incident 42");

        assertThat(guard().clear()).isEqualTo(new Refused("incident 42", false));
    }

    @Test
    void refusesWithoutAGrant() {
        assertThat(guard(this::flag, _ -> Optional.empty()).clear())
                .isEqualTo(new Refused("the lease S:7 is lost: expired, released or broken", true));
    }

    @Test
    void refusesAtTheEndOfTheLease() {
        ttl = Duration.ZERO;

        assertThat(guard().clear())
                .isEqualTo(new Refused("the lease S:7 is lost: expired, released or broken", true));
    }

    @Test
    void refusesWhenTheGrantCannotBeRead() {
        var guard =
                guard(
                        this::flag,
                        _ -> {
                            throw unavailable();
                        });

        assertThat(guard.clear())
                .isEqualTo(
                        new Refused(
                                "the store could not be asked whether the write is allowed: gone",
                                false));
    }

    @Test
    void refusesWhenTheTimeCannotBeRead() {
        DatabaseTime none =
                () -> {
                    throw unavailable();
                };

        assertThat(new RunGuard(none, this::flag, semaphores(this::grant), FENCE).clear())
                .isEqualTo(
                        new Refused(
                                "the store could not be asked whether the write is allowed: gone",
                                false));
        assertThat(reads).isEmpty();
    }

    private WriteGuard guard() {
        return guard(this::flag, this::grant);
    }

    private WriteGuard guard(KillSwitch killSwitch, Function<Fence, Optional<Grant>> current) {
        return new RunGuard(this::now, killSwitch, semaphores(current), FENCE);
    }

    private Instant now() {
        reads.add("time");
        return clock.instant();
    }

    private SwitchState flag() {
        reads.add("flag");
        return flag;
    }

    private Optional<Grant> grant(Fence fence) {
        reads.add("grant " + fence);
        return Optional.of(new Grant("a", fence, "host", 1, ttl, start, start.plus(ttl), null));
    }

    private static StoreUnavailable unavailable() {
        return new StoreUnavailable("gone", new IllegalStateException("test"));
    }

    /** Knows the current grant and nothing else. */
    private static Semaphores semaphores(Function<Fence, Optional<Grant>> current) {
        return (Semaphores)
                Proxy.newProxyInstance(
                        Semaphores.class.getClassLoader(),
                        new Class<?>[] {Semaphores.class},
                        (_, method, arguments) -> {
                            assertThat(method.getName()).isEqualTo("current");
                            return current.apply((Fence) arguments[0]);
                        });
    }
}
