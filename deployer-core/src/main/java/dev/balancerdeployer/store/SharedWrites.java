package dev.balancerdeployer.store;

import dev.balancerdeployer.coordination.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets those who write at the same time share one write: while one is under way the others line up,
 * and whoever is next writes for all of them. Nobody waits for company. Thread-safe.
 */
public final class SharedWrites<T> {

    /** In one write. */
    private static final int TOGETHER = 64;

    /** How long somebody lines up before writing alone. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Consumer<List<T>> write;
    private final Queue<Item<T>> waiting = new ConcurrentLinkedQueue<>();
    private final Lock writing = new ReentrantLock();

    /** Something to be written, and what became of it. */
    private record Item<T>(T what, CompletableFuture<Boolean> done) {}

    /**
     * @param write all or, if it throws {@link StoreUnavailable}, perhaps some of them
     */
    public SharedWrites(Consumer<List<T>> write) {
        this.write = write;
    }

    /**
     * Writes it; it is written when this returns.
     *
     * @throws StoreUnavailable it may be written or not
     */
    public void write(T what) {
        var mine = new Item<>(what, new CompletableFuture<>());
        waiting.add(mine);
        if (takeTurn()) {
            try {
                if (!mine.done().isDone()) {
                    write(taken(mine));
                }
            } finally {
                writing.unlock();
            }
        } else if (waiting.remove(mine)) {
            write(List.of(mine));
        }
        try {
            mine.done().join();
        } catch (CompletionException e) {
            throw new StoreUnavailable("what was to be written could not be stored", e);
        }
    }

    private boolean takeTurn() {
        try {
            return writing.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<Item<T>> taken(Item<T> mine) {
        var together = new ArrayList<Item<T>>();
        if (waiting.remove(mine)) {
            together.add(mine);
        }
        for (var next = poll(together); next != null; next = poll(together)) {
            together.add(next);
        }
        return together;
    }

    private @Nullable Item<T> poll(List<Item<T>> together) {
        return together.size() < TOGETHER ? waiting.poll() : null;
    }

    /** However it ends, nobody is left waiting. */
    private void write(List<Item<T>> together) {
        try {
            write.accept(together.stream().map(Item::what).toList());
            together.forEach(it -> it.done().complete(true));
        } catch (StoreUnavailable e) {
            together.forEach(it -> it.done().completeExceptionally(e));
        } finally {
            var ended = new IllegalStateException("the writer ended");
            together.forEach(it -> it.done().completeExceptionally(ended));
        }
    }
}
