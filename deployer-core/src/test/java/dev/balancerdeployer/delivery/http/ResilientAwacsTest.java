package dev.balancerdeployer.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.Awacs.Lift;
import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.Awacs.Outcome.FencedOff;
import dev.balancerdeployer.delivery.Awacs.Outcome.Missing;
import dev.balancerdeployer.delivery.Awacs.Outcome.NotActive;
import dev.balancerdeployer.delivery.Awacs.Outcome.Stale;
import dev.balancerdeployer.delivery.AwacsUnavailable;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployertest.MutableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullMarked
class ResilientAwacsTest {

    private static final NamespaceId MAPS = new NamespaceId("maps");
    private static final LocationId SAS = new LocationId("sas");
    private static final Done DONE = new Done(true, 7);

    private final MutableClock clock = new MutableClock();
    private final Deque<Supplier<?>> answers = new ArrayDeque<>();
    private DatabaseTime time = clock::instant;
    private Runnable duringPauses = () -> {};

    private final Persistence persistence =
            new Persistence(
                    4,
                    Duration.ofMillis(100),
                    Duration.ofSeconds(5),
                    () -> Duration.between(java.time.Instant.EPOCH, clock.instant()).toNanos(),
                    it -> {
                        clock.advance(it);
                        duringPauses.run();
                    });
    private final Awacs awacs =
            new ResilientAwacs(
                    scripted(), HttpAwacsConfiguration.breaker(), persistence, () -> time.now());

    @AfterEach
    void everyAnswerWasAskedFor() {
        assertThat(answers).isEmpty();
    }

    @Test
    void sendsAWriteWithAnAttemptAgain() {
        unavailable();
        unavailable();
        answer(DONE);

        assertThat(lift(attempted())).isEqualTo(DONE);
    }

    @Test
    void sendsAWriteWithoutAnAttemptOnce() {
        unavailable();

        assertThatThrownBy(() -> lift(Safeguard.none())).isInstanceOf(AwacsUnavailable.class);
    }

    @Test
    void sendsFourTimesAtMost() {
        for (var i = 0; i < 4; i++) {
            unavailable();
        }

        assertThatThrownBy(() -> lift(attempted())).isInstanceOf(AwacsUnavailable.class);
    }

    @Test
    void beginsNoSendAfterTheTotalTime() {
        answers.add(() -> {
            clock.advance(Duration.ofSeconds(5));
            throw unavailability();
        });

        assertThatThrownBy(() -> awacs.find(MAPS)).isInstanceOf(AwacsUnavailable.class);
    }

    @Test
    void sendsNothingAgainOnceNotAfterHasPassed() {
        unavailable();
        unavailable();

        assertThatThrownBy(() -> lift(until(Duration.ofMillis(250))))
                .isInstanceOf(AwacsUnavailable.class);
    }

    @Test
    void sendsNothingAtAllOnceNotAfterHasPassed() {
        answer(Optional.empty());

        assertThat(lift(until(Duration.ZERO))).isInstanceOf(FencedOff.class);
    }

    @Test
    void answersARepeatedAttemptThoughItsNotAfterHasPassed() {
        answer(Optional.of(new Awacs.Landed(new AttemptId("a1"), 6)));

        assertThat(lift(until(Duration.ZERO))).isEqualTo(new Done(false, 6));
    }

    @ParameterizedTest
    @MethodSource("changeable")
    void aRefusalOfTheSecondSendSaysNothingAboutTheFirst(Outcome refusal) {
        unavailable();
        answer(refusal);

        assertThatThrownBy(() -> lift(attempted()))
                .isInstanceOf(AwacsUnavailable.class)
                .hasMessageContaining("did not answer, then refused");
    }

    static List<Outcome> changeable() {
        return List.of(
                new FencedOff("late"),
                new NotActive(List.of(SAS)),
                new Missing("balancer sas"),
                new Stale(7),
                new Stale(3));
    }

    @Test
    void aNewerVersionIsAVerdictOnTheFirstSendToo() {
        unavailable();
        answer(new Stale(8));

        assertThat(lift(attempted())).isEqualTo(new Stale(8));
    }

    @Test
    void aRefusalWithoutAnEarlierSendIsOne() {
        answer(new NotActive(List.of(SAS)));

        assertThat(lift(attempted())).isInstanceOf(NotActive.class);
    }

    @Test
    void aMistakeFoundInTheSecondSendLeavesTheFirstOpen() {
        unavailable();
        answers.add(() -> {
            throw new IllegalArgumentException("too large");
        });

        assertThatThrownBy(() -> lift(attempted()))
                .isInstanceOf(AwacsUnavailable.class)
                .hasMessageContaining("too large");
    }

    @Test
    void aMistakeIsTheCallers() {
        answers.add(() -> {
            throw new IllegalArgumentException("too large");
        });

        assertThatIllegalArgumentException().isThrownBy(() -> lift(attempted()));
    }

    @Test
    void aWriteIsToldAsUnansweredThoughTheDatabaseFailsMeanwhile() {
        unavailable();
        duringPauses =
                () ->
                        time =
                                () -> {
                                    throw new StoreUnavailable("gone", new RuntimeException());
                                };

        assertThatThrownBy(() -> lift(until(Duration.ofSeconds(2))))
                .isInstanceOf(AwacsUnavailable.class);
    }

    @Test
    void anAnswerThatMakesNoSenseIsNotAskedForAgain() {
        answers.add(() -> {
            throw new AwacsUnavailable("?", new UnexpectedAnswer("no JSON"));
        });

        assertThatThrownBy(() -> lift(attempted())).isInstanceOf(AwacsUnavailable.class);
    }

    @Test
    void anInterruptedRunSendsNothingAgain() {
        answers.add(() -> {
            Thread.currentThread().interrupt();
            throw unavailability();
        });

        assertThatThrownBy(() -> lift(attempted())).isInstanceOf(AwacsUnavailable.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    private Outcome lift(Safeguard safeguard) {
        return awacs.lift(
                new Lift(MAPS, SAS, new PauseToken("t"), 7L, List.of()), Actor.self(), safeguard);
    }

    private static Safeguard attempted() {
        return new Safeguard(new AttemptId("a1"), null, null);
    }

    private Safeguard until(Duration ahead) {
        return new Safeguard(new AttemptId("a1"), null, clock.instant().plus(ahead));
    }

    private void answer(Object answer) {
        answers.add(() -> answer);
    }

    private void unavailable() {
        answers.add(() -> {
            throw unavailability();
        });
    }

    private static AwacsUnavailable unavailability() {
        return new AwacsUnavailable("no answer", new RuntimeException("test"));
    }

    /** Gives the next answer to whatever call comes. */
    private Awacs scripted() {
        return (Awacs)
                Proxy.newProxyInstance(
                        Awacs.class.getClassLoader(),
                        new Class<?>[] {Awacs.class},
                        (Object proxy, java.lang.reflect.Method method, Object @Nullable [] args) ->
                                answers.remove().get());
    }
}
