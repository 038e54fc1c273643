package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.coordination.WaitingRoom;
import dev.balancerdeployer.coordination.WaitingRoom.Waiter;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What is current, and the wait for something else, so that balancers can follow (SPEC W4). A wait
 * holds no thread, and however many wait, one read a second looks after each config that is waited
 * for; what this process publishes is seen at once. Thread-safe.
 */
public final class CurrentWeights implements AutoCloseable {

    /** The longest wait. */
    public static final Duration MAX_WAIT = WaitingRoom.MAX_WAIT;

    private final WeightQueries queries;
    private final WaitingRoom<ConfigId, Long, Answer> room;

    CurrentWeights(WeightQueries queries) {
        this.queries = queries;
        this.room = WaitingRoom.open("current-weights", new Published());
    }

    /** What is told. */
    public sealed interface Answer {

        /** These are current, and not the version that is known. */
        record Values(Snapshot snapshot) implements Answer {}

        /** It is still the version that is known. */
        record Unchanged(long version) implements Answer {}

        /** There is no such config, or nothing of it is published yet. */
        record Missing() implements Answer {}
    }

    /**
     * Answers at once if what is current is not the known version; else as soon as that changes,
     * and when the wait is over at the latest. Cancelling the future ends the wait.
     *
     * @param known 0: none
     * @param wait 0 to {@link #MAX_WAIT}
     * @throws StoreUnavailable at once; while it waits, an outage only delays the answer
     */
    public CompletableFuture<Answer> ask(ConfigId config, long known, Duration wait) {
        return room.ask(config, known, wait);
    }

    /** Tells that this process has published a version of a config; does not block. */
    void changed(ConfigId config) {
        room.changed(config);
    }

    /** Answers everybody who waits; whoever asks from now on does not wait (SPEC O4). */
    @Override
    public void close() {
        room.close();
    }

    /** How many wait now. */
    int waiters() {
        return room.waiters();
    }

    /** Questions are the known version. */
    private final class Published implements WaitingRoom.Source<ConfigId, Long, Answer> {

        @Override
        public Answer now(ConfigId config, Long known) {
            if (known != 0 && queries.published(config) == known) {
                return new Answer.Unchanged(known);
            }
            return queries.current(config)
                    .<Answer>map(it ->
                            it.version() == known
                                    ? new Answer.Unchanged(known)
                                    : new Answer.Values(it))
                    .orElseGet(Answer.Missing::new);
        }

        @Override
        public boolean isNews(Answer answer) {
            return switch (answer) {
                case Answer.Values _, Answer.Missing _ -> true;
                case Answer.Unchanged _ -> false;
            };
        }

        @Override
        public Answer unchanged(Long known) {
            return new Answer.Unchanged(known);
        }

        @Override
        public void look(Map<ConfigId, Collection<Waiter<Long, Answer>>> waiting) {
            waiting.forEach((config, waiters) -> {
                var published = queries.published(config);
                var behind = waiters.stream().filter(it -> it.question() != published).toList();
                if (!behind.isEmpty()) {
                    var now = now(config, 0L);
                    behind.forEach(it -> it.tell(now));
                }
            });
        }
    }
}
