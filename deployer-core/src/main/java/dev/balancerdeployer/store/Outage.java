package dev.balancerdeployer.store;

import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import java.time.Duration;

/** Which failures of a call say that the database is away, and not just that it said no. */
final class Outage {

    /**
     * So long nobody answers before it means something; as long as the driver looks for a primary.
     */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private Outage() {}

    /**
     * Whether to suspect it. A duplicate key or a refused write is an answer; so is the server's
     * own word that a time limit was over. A call with a short limit says nothing by running into
     * it.
     *
     * @param took how long the call lasted
     */
    static boolean suspected(MongoException failure, Duration took) {
        return switch (failure) {
            case MongoOperationTimeoutException e ->
                    took.compareTo(PATIENCE) >= 0 && !isAnswered(e);
            default -> isAway(failure);
        };
    }

    /**
     * Of a call whose only purpose was to see whether anybody answers: any failure but an answer.
     */
    static boolean isAway(MongoException failure) {
        return switch (failure) {
            case MongoTimeoutException e -> !isAnswered(e);
            case MongoNotPrimaryException _,
                    MongoNodeIsRecoveringException _,
                    MongoConnectionPoolClearedException _,
                    MongoSocketException _ ->
                    true;
            default -> false;
        };
    }

    private static boolean isAnswered(MongoException failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof MongoExecutionTimeoutException
                    || cause instanceof MongoServerException) {
                return true;
            }
        }
        return false;
    }
}
