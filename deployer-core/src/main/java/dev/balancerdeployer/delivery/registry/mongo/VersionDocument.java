package dev.balancerdeployer.delivery.registry.mongo;

import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectDigest;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.registry.Manifest;
import dev.balancerdeployer.delivery.registry.VersionLine;
import java.util.Date;
import org.bson.Document;

/**
 * How a line of history is stored: inside its namespace's document while it is the newest, and in
 * {@code awacs_versions} from then on, where {@code _id} is {@code NAMESPACE/VERSION}.
 */
final class VersionDocument {

    private VersionDocument() {}

    /** A namespace's name holds no slash, so two lines never share a name. */
    static String id(NamespaceId namespace, long version) {
        return namespace + "/" + version;
    }

    static Document fields(VersionLine line) {
        var attempt = line.attempt();
        var revision = line.revision();
        return new Document("version", line.version())
                .append("author", line.author())
                .append("comment", line.comment())
                .append("createdAt", Date.from(line.createdAt()))
                .append("attempt", attempt == null ? null : attempt.value())
                .append("revision", revision == null ? null : revision.sha())
                .append("manifest", line.manifest().digest().hex())
                .append("objects", line.manifest().objects());
    }

    static VersionLine line(Document fields) {
        var attempt = fields.getString("attempt");
        var revision = fields.getString("revision");
        return new VersionLine(
                fields.getLong("version"),
                fields.getString("author"),
                fields.getString("comment"),
                fields.getDate("createdAt").toInstant(),
                attempt == null ? null : new AttemptId(attempt),
                revision == null ? null : new Revision(revision),
                new Manifest.Ref(
                        new ObjectDigest(fields.getString("manifest")),
                        fields.getInteger("objects")));
    }
}
