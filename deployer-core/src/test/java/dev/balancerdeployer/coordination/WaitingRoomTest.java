package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.coordination.WaitingRoom.Waiter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The wait for a change (SPEC D5, W4); looks that this process asks for are on its own thread. */
@NullMarked
class WaitingRoomTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Numbers numbers = new Numbers();
    private final WaitingRoom<String, Integer, String> room =
            new WaitingRoom<>("test", numbers, new ScheduledThreadPoolExecutor(1), Runnable::run);

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void tellsNewsAtOnce() {
        numbers.now.put("a", 2);

        assertThat(room.ask("a", 1, LONG)).isCompletedWithValue("2");
        assertThat(room.ask("a", 1, Duration.ZERO)).isCompletedWithValue("2");
        assertThat(room.ask("a", 2, Duration.ZERO)).isCompletedWithValue("still 2");
        assertThat(room.waiters()).isZero();
    }

    @Test
    void wakesThoseForWhomThereIsNewsAndNobodyElse() {
        var one = room.ask("a", 0, LONG);
        var same = room.ask("a", 0, LONG);
        var other = room.ask("b", 0, LONG);

        numbers.now.put("a", 1);
        room.changed("a");

        assertThat(one).isCompletedWithValue("1");
        assertThat(same).isCompletedWithValue("1");
        assertThat(other).isNotDone();
        assertThat(room.waiters()).isEqualTo(1);
    }

    @Test
    void oneLookSeesAllThatNobodyToldOf() {
        var waits =
                IntStream.range(0, 100).mapToObj(it -> room.ask("k" + it % 2, 0, LONG)).toList();

        numbers.now.putAll(Map.of("k0", 1, "k1", 1));

        assertThat(CompletableFuture.allOf(waits.toArray(CompletableFuture<?>[]::new)))
                .succeedsWithin(SOON);
        assertThat(numbers.looks).contains(Set.of("k0", "k1"));
        assertThat(numbers.looks).hasSizeLessThan(10);
    }

    @Test
    void tellsWhatItSawWhenTheWaitIsOver() {
        numbers.now.put("a", 7);

        assertThat(room.ask("a", 7, Duration.ofMillis(20)))
                .succeedsWithin(SOON)
                .isEqualTo("still 7");
        await().until(() -> room.waiters() == 0);
    }

    @Test
    void losesNoChangeWhileItLooksForTheFirstTime() {
        numbers.afterNow =
                () -> {
                    numbers.now.put("a", 1);
                    room.changed("a");
                };

        assertThat(room.ask("a", 0, LONG)).isCompletedWithValue("1");
    }

    @Test
    void looksAgainAtWhatChangesWhileItLooks() {
        var waits = room.ask("a", 0, LONG);
        numbers.afterLook =
                () -> {
                    numbers.now.put("a", 1);
                    room.changed("a");
                };

        room.changed("a");

        assertThat(waits).isCompletedWithValue("1");
        assertThat(numbers.looks).hasSize(2);
    }

    @Test
    void looksAtNothingThatNobodyWaitsFor() {
        var waits = room.ask("a", 0, LONG);

        room.changed("b");
        assertThat(numbers.looks).isEmpty();
        waits.cancel(false);
        room.changed("a");

        assertThat(numbers.looks).isEmpty();
        assertThat(room.waiters()).isZero();
    }

    @Test
    void anOutageFailsAQuestionAndDelaysAWait() {
        var waits = room.ask("a", 0, LONG);
        numbers.now.put("a", 1);
        numbers.down = true;

        room.changed("a");
        assertThat(waits).isNotDone();
        assertThatThrownBy(() -> room.ask("a", 0, LONG)).isInstanceOf(StoreUnavailable.class);
        assertThat(room.waiters()).isEqualTo(1);
        numbers.down = false;

        assertThat(waits).succeedsWithin(SOON).isEqualTo("1");
    }

    @Test
    void tellsEverybodyWhenItClosesAndKeepsNobodyAfterwards() {
        var waits = List.of(room.ask("a", 0, LONG), room.ask("b", 0, LONG));

        room.close();

        assertThat(waits).allSatisfy(it -> assertThat(it).isCompletedWithValue("still 0"));
        assertThat(room.ask("a", 0, LONG)).isCompletedWithValue("still 0");
        assertThat(room.waiters()).isZero();
    }

    @Test
    void refusesToWaitForLonger() {
        for (var wait : List.of(LONG.plusMillis(1), Duration.ofMillis(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> room.ask("a", 0, wait))
                    .withMessageContaining("0s to 60s");
        }
    }

    /** A number for each name, at first 0; who asks knows one. */
    private static final class Numbers implements WaitingRoom.Source<String, Integer, String> {

        private final Map<String, Integer> now = new ConcurrentHashMap<>();
        private final List<Set<String>> looks = new CopyOnWriteArrayList<>();
        private volatile boolean down;
        private Runnable afterNow = () -> {};
        private Runnable afterLook = () -> {};

        @Override
        public String now(String key, Integer known) {
            var answer = isNew(key, known) ? String.valueOf(number(key)) : unchanged(known);
            afterNow.run();
            return answer;
        }

        @Override
        public boolean isNews(String answer) {
            return !answer.startsWith("still");
        }

        @Override
        public String unchanged(Integer known) {
            return "still " + known;
        }

        @Override
        public void look(Map<String, Collection<Waiter<Integer, String>>> waiting) {
            looks.add(Set.copyOf(waiting.keySet()));
            waiting.forEach((key, waiters) ->
                    waiters.stream()
                            .filter(it -> isNew(key, it.question()))
                            .forEach(it -> it.tell(String.valueOf(number(key)))));
            var then = afterLook;
            afterLook = () -> {};
            then.run();
        }

        private boolean isNew(String key, int known) {
            return number(key) != known;
        }

        private int number(String key) {
            if (down) {
                throw new StoreUnavailable("down", new IllegalStateException("test"));
            }
            return now.getOrDefault(key, 0);
        }
    }
}
