package dev.balancerdeployer.store;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a compare-and-set expects: the document {@code id} at exactly {@code rev} (SPEC C8).
 *
 * @param notAfter the change lands strictly before this instant of the database's time, judged in
 *     the same filter, or not at all (SPEC C5); null: any time
 */
public record Cas(Object id, long rev, @Nullable Instant notAfter) {

    /** At that {@code rev}, whenever it lands. */
    public static Cas at(Object id, long rev) {
        return new Cas(id, rev, null);
    }

    /** At that {@code rev} and strictly before that instant of the database's time. */
    public static Cas before(Object id, long rev, Instant notAfter) {
        return new Cas(id, rev, notAfter);
    }

    /** Flat, for the embedded server uses an index only if the filter has exactly its keys. */
    Document filter() {
        var filter = new Document("_id", id).append(Documents.REV, rev);
        if (notAfter != null) {
            filter.append("$expr", new Document("$lt", List.of("$$NOW", Date.from(notAfter))));
        }
        return filter;
    }
}
