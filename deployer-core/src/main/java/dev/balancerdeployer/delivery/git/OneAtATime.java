package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.SourceUnavailable;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task at a time, each on a thread of its own, and waits for none longer than its limit: a
 * stalled transfer cannot always be ended, but nobody has to wait for it.
 */
final class OneAtATime {

    private static final Logger log = LoggerFactory.getLogger(OneAtATime.class);

    private final Semaphore free = new Semaphore(1);

    /**
     * @param after what follows before the next task may run; nobody waits for it
     * @throws SourceUnavailable if the task throws it, or there was no answer within the limit
     */
    <T> T run(Transfer transfer, Deadline deadline, Supplier<T> task, Runnable after) {
        try {
            if (!free.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new SourceUnavailable(
                        "an earlier transfer of the config repository is still running");
            }
            var answer = new CompletableFuture<T>();
            Thread.ofPlatform()
                    .daemon()
                    .name("git-" + transfer.name().toLowerCase(Locale.ROOT))
                    .start(() -> {
                        try {
                            answer.complete(task.get());
                            after.run();
                        } catch (Throwable e) {
                            if (!answer.completeExceptionally(e)) {
                                log.warn("What follows a transfer failed", e);
                            }
                        } finally {
                            free.release();
                        }
                    });
            return answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SourceUnavailable(
                    "the config repository could not be %s within %s"
                            .formatted(transfer.participle(), deadline.limit()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceUnavailable("a transfer of the config repository was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SourceUnavailable unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException("a transfer of the config repository failed", e);
        }
    }
}
