package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.ItsPath;
import dev.balancerdeployer.coordination.ItsValue;
import dev.balancerdeployer.store.Documents;
import java.util.Date;
import org.bson.Document;

/**
 * How a version of a value is stored: the newest in {@code its}, where {@code _id} is the path, and
 * every earlier one in {@code its_history}, where {@code _id} is {@code PATH@VERSION}. {@code
 * attempt} names the change that made it.
 */
record ItsDocument(Document fields) {

    private static final String ATTEMPT = "attempt";
    private static final String VERSION = "version";

    static ItsDocument of(ItsValue value, String attempt) {
        return new ItsDocument(
                new Document("_id", value.path().value())
                        .append(VERSION, value.version())
                        .append("value", value.json())
                        .append("deleted", value.deleted())
                        .append("author", value.author())
                        .append("comment", value.comment())
                        .append("at", Date.from(value.updatedAt()))
                        .append(ATTEMPT, attempt));
    }

    ItsValue toDomain(ItsPath path) {
        return new ItsValue(
                path,
                fields.getString("value"),
                version(),
                fields.getString("author"),
                fields.getString("comment"),
                fields.getDate("at").toInstant(),
                fields.getBoolean("deleted"));
    }

    long version() {
        return fields.getLong(VERSION);
    }

    long rev() {
        return fields.getLong(Documents.REV);
    }

    boolean madeBy(String attempt) {
        return attempt.equals(fields.getString(ATTEMPT));
    }

    /** As it is filed: immutable, so without {@code rev}. */
    Document line(ItsPath path) {
        var line = new Document(fields).append("_id", lineId(path, version()));
        line.remove(Documents.REV);
        return line;
    }

    /** A path holds no {@code @}, so two lines never share a name. */
    static String lineId(ItsPath path, long version) {
        return path + "@" + version;
    }
}
