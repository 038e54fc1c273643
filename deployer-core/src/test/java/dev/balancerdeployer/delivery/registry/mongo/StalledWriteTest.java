package dev.balancerdeployer.delivery.registry.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.Awacs.Outcome.FencedOff;
import dev.balancerdeployer.delivery.AwacsUnavailable;
import dev.balancerdeployertest.MutableClock;
import dev.balancerdeployertest.Trouble;
import dev.balancerdeployertest.VirtualMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A run stalls between its check and its write, before each command in turn, in virtual time (SPEC
 * C5, P-C1, P-L5): whatever happened meanwhile to the switch and to its permit, the write lands in
 * time or not at all.
 */
class StalledWriteTest {

    private static final List<Duration> TOO_LONG =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(20));
    private static final List<Duration> ANY =
            List.of(Duration.ZERO, Duration.ofSeconds(20), Duration.ofDays(9));

    private static final MutableClock CLOCK = new MutableClock();
    private static final VirtualMongo MONGO = VirtualMongo.at(CLOCK);

    @AfterEach
    void calm() {
        MONGO.troubles(() -> Trouble.NONE);
    }

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @ParameterizedTest
    @EnumSource
    void doesNotLandOnceTheSwitchWasFlipped(ProtectedWrite write) {
        neverLands(write, StallingRun::flipTheSwitch);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotLandOnceTheSemaphoreWasBroken(ProtectedWrite write) {
        neverLands(write, StallingRun::breakTheSemaphore);
    }

    private static void neverLands(ProtectedWrite write, Consumer<StallingRun> event) {
        var check = commandsOfTheCheck(write);
        var commands = commands(write);
        for (var pause : TOO_LONG) {
            for (var command = 0; command < commands; command++) {
                var run = new StallingRun(MONGO, write);
                run.stallBefore(
                        command,
                        () -> {
                            event.accept(run);
                            CLOCK.advance(pause);
                        });

                var outcome = run.checkAndWrite();

                var where = "%s before command %d".formatted(pause, command);
                if (command >= check) {
                    assertThat(outcome).as(where).isPresent();
                }
                assertThat(outcome.stream()).as(where).allMatch(FencedOff.class::isInstance);
                assertThat(run.landed()).as(where).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void landsWithinTwoSecondsOfItsCheck(ProtectedWrite write) {
        var commands = commands(write);
        for (var command = commandsOfTheCheck(write); command < commands; command++) {
            var run = new StallingRun(MONGO, write);
            run.stallBefore(
                    command,
                    () -> {
                        run.flipTheSwitch();
                        CLOCK.advance(Duration.ofMillis(1_999));
                    });

            var outcome = run.checkAndWrite();

            assertThat(outcome).as("before command %d", command).containsInstanceOf(Done.class);
            assertThat(run.landed()).as("before command %d", command).isTrue();
        }
    }

    /** The process has died meanwhile, and its last command is still on its way. */
    @ParameterizedTest
    @EnumSource
    void doesNotLandFromTheNetworkOnceTheSwitchWasFlipped(ProtectedWrite write) {
        var last = commands(write) - 1;
        var run = new StallingRun(MONGO, write);
        run.leaveOnItsWay(last);
        assertThatThrownBy(run::checkAndWrite).isInstanceOf(AwacsUnavailable.class);
        MONGO.troubles(() -> Trouble.NONE);

        run.flipTheSwitch();
        CLOCK.advance(Duration.ofSeconds(2));
        MONGO.landLate();

        assertThat(run.landed()).isFalse();
    }

    // ---- fences

    /** How the run loses its permit to another. */
    enum Loss {
        RELEASED,
        BROKEN,
        EXPIRED;

        void happensTo(StallingRun run) {
            switch (this) {
                case RELEASED -> run.release();
                case BROKEN -> {
                    run.breakTheSemaphore();
                    CLOCK.advance(Duration.ofSeconds(2));
                }
                case EXPIRED -> CLOCK.advance(StallingRun.TTL);
            }
            run.isSucceeded();
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotLandUnderAnOldFenceHoweverLongItStalled(ProtectedWrite write) {
        for (var pause : ANY) {
            refused(write, Loss.BROKEN, pause, null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotLandUnderAnOldFenceThoughItIsNotTooLate(ProtectedWrite write) {
        for (var loss : Loss.values()) {
            refused(write, loss, Duration.ZERO, CLOCK.instant().plus(Duration.ofDays(1_000)));
        }
    }

    private static void refused(
            ProtectedWrite write, Loss loss, Duration pause, @Nullable Instant notAfter) {
        var commands = commands(write) - commandsOfTheCheck(write);
        for (var command = 0; command < commands; command++) {
            var run = new StallingRun(MONGO, write);
            run.stallBefore(
                    command,
                    () -> {
                        loss.happensTo(run);
                        CLOCK.advance(pause);
                    });

            var outcome = run.write(notAfter);

            var where = "%s, %s before command %d".formatted(loss, pause, command);
            assertThat(outcome).as(where).isInstanceOf(FencedOff.class);
            assertThat(run.landed()).as(where).isFalse();
            assertThat(run.raiseFence()).as(where).isInstanceOf(FencedOff.class);
        }
    }

    // ---- how many commands there are to stall before

    private static int commandsOfTheCheck(ProtectedWrite write) {
        var run = new StallingRun(MONGO, write);
        run.check();
        return run.sent();
    }

    private static int commands(ProtectedWrite write) {
        var run = new StallingRun(MONGO, write);
        assertThat(run.checkAndWrite()).containsInstanceOf(Done.class);
        return run.sent();
    }
}
