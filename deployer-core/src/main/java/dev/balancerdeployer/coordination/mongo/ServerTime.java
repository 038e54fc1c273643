package dev.balancerdeployer.coordination.mongo;

import java.time.Duration;
import java.util.List;
import org.bson.Document;

/**
 * Conditions on the database's time, judged in the very filter of a write (SPEC C1). Never together
 * with {@code upsert}, which MongoDB refuses. Times and lengths are expressions, such as {@code
 * $field}.
 */
final class ServerTime {

    private static final String NOW = "$$NOW";

    private ServerTime() {}

    /** That long after the time has come. */
    static Document passed(Object at, Object millis) {
        return compare("$lte", sum(at, millis), NOW);
    }

    /** That long after the time is still to come. */
    static Document notPassed(Object at, Object millis) {
        return compare("$gt", sum(at, millis), NOW);
    }

    /** The time is not in the future. */
    static Document started(Object at) {
        return compare("$lte", at, NOW);
    }

    /** That long from now is not before the end that the time and the length make. */
    static Document notBefore(Duration fromNow, Object at, Object millis) {
        return compare(
                "$gte", new Document("$add", List.of(NOW, fromNow.toMillis())), sum(at, millis));
    }

    /** All of them, as the value of {@code $expr}. */
    static Document all(Document... conditions) {
        return new Document("$and", List.of(conditions));
    }

    private static Document sum(Object at, Object millis) {
        return new Document("$add", List.of(at, millis));
    }

    private static Document compare(String operator, Object left, Object right) {
        return new Document(operator, List.of(left, right));
    }
}
