package dev.balancerdeployer.coordination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the clients of one semaphore asked for and were told, in order. One client at a time. */
public final class SemaphoreHistory {

    private final Clock clock;
    private final List<Call> calls = new ArrayList<>();
    private int number;

    public SemaphoreHistory(Clock clock) {
        this.clock = clock;
    }

    /**
     * One call.
     *
     * @param begun position of its beginning among all beginnings and ends
     * @param ended position of its end
     * @param from server time when it began
     * @param to server time when it ended
     */
    public record Call(int client, int begun, int ended, Instant from, Instant to, What what) {}

    /** What was called and answered; {@code told} false or null: nobody knows what it did. */
    public sealed interface What {

        record Asked(String attempt, int weight, boolean queue, Semaphores.@Nullable Outcome told)
                implements What {}

        record Renewed(Grant grant, @Nullable Duration ttl, boolean told, @Nullable Grant now)
                implements What {}

        record Looked(Grant grant, boolean told, @Nullable Grant now) implements What {}

        record Released(Grant grant, boolean told, boolean freed) implements What {}

        record Left(String attempt, boolean told) implements What {}

        record Broken(SemaphoreView now) implements What {}
    }

    /** Makes a call and writes it down. */
    public <T extends What> T record(int client, Supplier<T> call) {
        var begun = ++number;
        var from = clock.instant();
        var what = call.get();
        calls.add(new Call(client, begun, ++number, from, clock.instant(), what));
        return what;
    }

    /** By their ends. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }
}
