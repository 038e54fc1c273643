package dev.balancerdeployer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.coordination.StoreUnavailable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NullMarked
class SharedWritesTest {

    private final List<List<Integer>> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        firstMayEnd.countDown();
        threads.close();
    }

    @Test
    void oneAloneIsWrittenAtOnce() {
        new SharedWrites<Integer>(written::add).write(7);

        assertThat(written).containsExactly(List.of(7));
    }

    @Test
    void thoseWhoComeMeanwhileShareTheNextWrite() throws Exception {
        var shared = new SharedWrites<Integer>(this::writeSlowlyAtFirst);
        var first = async(shared, 0);
        await().until(() -> calls.get() == 1);
        var others = IntStream.rangeClosed(1, 20).mapToObj(it -> async(shared, it)).toList();
        await().until(() -> threadsInLine() == 20);
        firstMayEnd.countDown();
        first.get();
        for (var it : others) {
            it.get();
        }

        assertThat(written.getFirst()).containsExactly(0);
        assertThat(written.stream().flatMap(List::stream).toList())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(0, 20).boxed().toList());
        assertThat(written).hasSizeLessThan(21);
    }

    @Test
    void aFailureIsThatOfAllWhoSharedIt() {
        var failing =
                new SharedWrites<Integer>(some -> {
                    throw new StoreUnavailable("down", new IllegalStateException());
                });

        assertThatThrownBy(() -> failing.write(1))
                .isInstanceOf(StoreUnavailable.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void oneFailureDoesNotReachTheNext() {
        var shared =
                new SharedWrites<Integer>(some -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new StoreUnavailable("down", new IllegalStateException());
                    }
                });
        assertThatThrownBy(() -> shared.write(1)).isInstanceOf(StoreUnavailable.class);

        assertThatCode(() -> shared.write(2)).doesNotThrowAnyException();
    }

    /** What is no outage is the writer's own. */
    @Test
    void aWriterWithABugFailsByIt() {
        var broken =
                new SharedWrites<Integer>(some -> {
                    throw new IllegalArgumentException("bug");
                });

        assertThatThrownBy(() -> broken.write(1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A writer that hangs keeps only those waiting whom it writes for. */
    @Test
    void nobodyWaitsLongForAWriterThatHangs() throws Exception {
        var shared = new SharedWrites<Integer>(this::writeSlowlyAtFirst);
        var first = async(shared, 0);
        await().until(() -> calls.get() == 1);

        async(shared, 1).get();

        assertThat(written).containsExactly(List.of(1));
        assertThat(first).isNotDone();
    }

    @Test
    void aWriterThatDiesLeavesNobodyWaiting() {
        var dying =
                new SharedWrites<Integer>(some -> {
                    throw new AssertionError("dead");
                });

        assertThatThrownBy(() -> async(dying, 1).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AssertionError.class);
    }

    private void writeSlowlyAtFirst(List<Integer> some) {
        if (calls.incrementAndGet() == 1) {
            try {
                firstMayEnd.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        written.add(some);
    }

    private final AtomicInteger inLine = new AtomicInteger();

    private int threadsInLine() {
        return inLine.get() - 1;
    }

    private CompletableFuture<Void> async(SharedWrites<Integer> shared, int what) {
        return CompletableFuture.runAsync(
                () -> {
                    inLine.incrementAndGet();
                    shared.write(what);
                },
                threads);
    }
}
