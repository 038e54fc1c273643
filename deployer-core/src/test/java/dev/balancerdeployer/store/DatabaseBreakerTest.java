package dev.balancerdeployer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When calls are kept back, and when they go through again (SPEC O4). */
@NullMarked
class DatabaseBreakerTest {

    private static final ServerAddress SERVER = new ServerAddress("db", 27017);
    private final MongoException noServer = new MongoTimeoutException("no server");
    private final MongoException reset = new MongoSocketReadException("reset", SERVER);

    private final List<Duration> pings = new ArrayList<>();
    private final Deque<Planned> planned = new ArrayDeque<>();
    private final DatabaseBreaker breaker =
            new DatabaseBreaker(
                    this::ping, (delay, it) -> planned.add(new Planned(delay, it)), this::nanos);

    private @Nullable RuntimeException away;
    private long nanos = 17;

    private record Planned(Duration delay, Runnable action) {}

    private long nanos() {
        return nanos;
    }

    private void ping(Duration limit) {
        pings.add(limit);
        if (away != null) {
            throw away;
        }
    }

    @Test
    void letsCallsThroughWithTheirResultsAndFailures() {
        assertThat(breaker.<Integer>pass(() -> 7)).isEqualTo(7);

        failsAfter(Duration.ofSeconds(10), new IllegalStateException("a bug"));

        assertThat(pings).isEmpty();
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void keepsCallsBackOnceACallAndAProbeWentUnanswered() {
        away = noServer;

        failsAfter(Duration.ofSeconds(5), noServer);

        assertThat(pings).containsExactly(DatabaseBreaker.PROBE_LIMIT);
        assertRefused();
    }

    @Test
    void refusesNothingWhileTheDatabaseAnswersWhateverBecomesOfACall() {
        for (var failure : List.of(noServer, reset, new MongoOperationTimeoutException("slow"))) {
            failsAfter(Duration.ofSeconds(10), failure);
            work();

            assertThat(breaker.isOpen()).isFalse();
        }
        assertThat(pings).hasSize(3);
        assertThat(planned).isEmpty();
    }

    @Test
    void givesARestartFiveSecondsBeforeItRefusesCalls() {
        away = reset;

        failsAfter(Duration.ofMillis(3), reset);

        assertThat(breaker.isOpen()).isFalse();
        assertThat(planned.getFirst().delay()).isZero();
        work();
        assertThat(pings).containsExactly(Duration.ofSeconds(5));
        assertRefused();
    }

    @Test
    void asksTwiceASecondAndOpensForAllAtTheFirstAnswer() {
        away = noServer;
        failsAfter(Duration.ofSeconds(5), noServer);

        for (var i = 0; i < 20; i++) {
            assertThat(planned).hasSize(1);
            assertThat(planned.getFirst().delay()).isEqualTo(Duration.ofMillis(500));
            work();
            assertRefused();
        }
        away = null;
        work();

        assertThat(breaker.isOpen()).isFalse();
        assertThat(planned).isEmpty();
        assertThat(breaker.<Integer>pass(() -> 7)).isEqualTo(7);
    }

    @Test
    void takesARefusalOfAProbeForAnAnswer() {
        away = noServer;
        failsAfter(Duration.ofSeconds(5), noServer);
        away = command(13, "not authorized");

        work();

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void opensAgainForASecondOutage() {
        away = noServer;
        failsAfter(Duration.ofSeconds(5), noServer);
        away = null;
        work();
        away = noServer;

        failsAfter(Duration.ofSeconds(5), noServer);

        assertRefused();
    }

    @Test
    void probesOnceForAllWhoFailTogether() {
        away = noServer;

        assertThatExceptionOfType(MongoTimeoutException.class)
                .isThrownBy(() ->
                        breaker.pass(() -> {
                            failsAfter(Duration.ofSeconds(5), noServer);
                            throw noServer;
                        }));

        assertThat(pings).hasSize(1);
        assertThat(planned).hasSize(1);
        assertRefused();
    }

    @Test
    void doesNotSuspectADatabaseThatHasAnswered() {
        away = noServer;
        var answers =
                List.of(
                        command(11000, "duplicate key"),
                        new MongoWriteException(
                                new WriteError(121, "refused", new BsonDocument()),
                                SERVER,
                                Set.of()),
                        new MongoExecutionTimeoutException(50, "maxTimeMS"),
                        new MongoOperationTimeoutException(
                                "maxTimeMS", new MongoExecutionTimeoutException(50, "maxTimeMS")),
                        new MongoInterruptedException("stop", new InterruptedException()));

        for (var answer : answers) {
            failsAfter(Duration.ofSeconds(10), answer);
        }

        assertThat(pings).isEmpty();
        assertThat(planned).isEmpty();
    }

    @Test
    void doesNotSuspectADatabaseForTheShortLimitOfACall() {
        away = noServer;

        failsAfter(Duration.ofSeconds(1), new MongoOperationTimeoutException("1 s"));
        failsAfter(Duration.ofSeconds(2), new MongoOperationTimeoutException("2 s"));
        assertThat(pings).isEmpty();

        failsAfter(Duration.ofSeconds(10), new MongoOperationTimeoutException("10 s"));
        assertThat(pings).hasSize(1);
    }

    @Test
    void suspectsASetWithoutPrimary() {
        away = noServer;

        failsAfter(Duration.ofMillis(3), new MongoNotPrimaryException(reply(10107, "no"), SERVER));
        work();

        assertRefused();
    }

    private void failsAfter(Duration took, RuntimeException failure) {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() ->
                        breaker.pass(() -> {
                            nanos += took.toNanos();
                            throw failure;
                        }))
                .isSameAs(failure);
    }

    private void assertRefused() {
        assertThat(breaker.isOpen()).isTrue();
        assertThatExceptionOfType(CallNotPermittedException.class)
                .isThrownBy(() ->
                        breaker.pass(() -> {
                            throw new AssertionError("it was sent");
                        }));
    }

    private void work() {
        while (!planned.isEmpty()) {
            planned.remove().action().run();
            if (breaker.isOpen()) {
                return;
            }
        }
    }

    private static MongoCommandException command(int code, String text) {
        return new MongoCommandException(reply(code, text), SERVER);
    }

    private static BsonDocument reply(int code, String text) {
        return new BsonDocument("ok", new BsonInt32(0))
                .append("code", new BsonInt32(code))
                .append("errmsg", new BsonString(text));
    }
}
