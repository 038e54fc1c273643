package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Weighty.PRODUCTION;
import static dev.balancerdeployer.weights.Weighty.config;
import static dev.balancerdeployer.weights.Weighty.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.weights.CurrentWeights.Answer;
import dev.balancerdeployer.weights.CurrentWeights.Answer.Missing;
import dev.balancerdeployer.weights.CurrentWeights.Answer.Unchanged;
import dev.balancerdeployer.weights.CurrentWeights.Answer.Values;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NullMarked
class CurrentWeightsTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final World world = new World();
    private final World.Replica process = world.process();
    private final CurrentWeights current = new CurrentWeights(process.queries);

    CurrentWeightsTest() {
        process.workshop.publication().tell(current::changed);
    }

    @AfterEach
    void close() {
        current.close();
    }

    @Test
    void answersAtOnceWhatIsNotKnown() {
        assertThat(current.ask(PRODUCTION, 0, LONG)).isCompletedWithValue(new Missing());
        assertThat(current.ask(PRODUCTION, 7, LONG)).isCompletedWithValue(new Missing());
        process.changes.apply(config("search SAS=1"));

        assertThat(current.ask(PRODUCTION, 0, LONG)).isCompletedWithValue(newest());
        assertThat(current.ask(PRODUCTION, 7, LONG)).isCompletedWithValue(newest());
        assertThat(current.ask(PRODUCTION, 1, Duration.ZERO))
                .isCompletedWithValue(new Unchanged(1));
        assertThat(current.waiters()).isZero();
    }

    @Test
    void wakesWhenThisProcessPublishes() {
        process.changes.apply(config("search SAS=1 MSK=1"));
        var waits =
                IntStream.range(0, 500).mapToObj(_ -> current.ask(PRODUCTION, 1, LONG)).toList();
        assertThat(waits).noneMatch(CompletableFuture::isDone);

        process.changes.apply(set("search SAS=0"));

        assertThat(CompletableFuture.allOf(waits.toArray(CompletableFuture<?>[]::new)))
                .succeedsWithin(SOON);
        assertThat(waits.getFirst()).isCompletedWithValue(newest());
        await().until(() -> current.waiters() == 0);
    }

    @Test
    void seesWhatAnotherReplicaPublishes() {
        process.changes.apply(config("search SAS=1 MSK=1"));
        var waits = current.ask(PRODUCTION, 1, LONG);

        world.process().changes.apply(set("search SAS=0"));

        assertThat(waits).succeedsWithin(SOON).isEqualTo(newest());
    }

    @Test
    void saysThatNothingChangedWhenTheWaitIsOver() {
        process.changes.apply(config("search SAS=1"));

        assertThat(current.ask(PRODUCTION, 1, Duration.ofMillis(20)))
                .succeedsWithin(SOON)
                .isEqualTo(new Unchanged(1));
    }

    @Test
    void answersEverybodyWhenItCloses() {
        process.changes.apply(config("search SAS=1"));
        var waits = current.ask(PRODUCTION, 1, LONG);

        current.close();

        assertThat(waits).isCompletedWithValue(new Unchanged(1));
        assertThat(current.ask(PRODUCTION, 1, LONG)).isCompletedWithValue(new Unchanged(1));
        assertThat(current.waiters()).isZero();
    }

    @Test
    void refusesToWaitForLonger() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> current.ask(PRODUCTION, 1, LONG.plusMillis(1)));
    }

    private Answer newest() {
        return new Values(process.queries.current(PRODUCTION).orElseThrow());
    }
}
