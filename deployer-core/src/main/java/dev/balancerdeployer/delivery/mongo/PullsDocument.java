package dev.balancerdeployer.delivery.mongo;

import dev.balancerdeployer.delivery.GitConflict;
import dev.balancerdeployer.delivery.ObjectDigest;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Pulled;
import dev.balancerdeployer.delivery.Pulls;
import dev.balancerdeployer.delivery.Resolution;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.Take;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** How the way back to Git is stored, inside a namespace's record. */
final class PullsDocument {

    private PullsDocument() {}

    static Document of(Pulls pulls) {
        return new Document("newest", RecordDocument.adopted(pulls.newest()))
                .append("objects", pulls.objects().stream().map(PullsDocument::pulled).toList())
                .append("conflict", conflict(pulls.conflict()))
                .append("refused", RecordDocument.problems(pulls.refused()))
                .append(
                        "resolutions",
                        pulls.resolutions().stream()
                                .map(it ->
                                        new Document("path", it.path().value())
                                                .append("take", it.take().name())
                                                .append("version", it.version()))
                                .toList());
    }

    /** Of a record stored before there was a puller: nothing. */
    static Pulls toDomain(@Nullable Document fields) {
        return fields == null
                ? Pulls.NONE
                : new Pulls(
                        RecordDocument.toAdopted(fields.get("newest", Document.class)),
                        fields.getList("objects", Document.class).stream()
                                .map(PullsDocument::toPulled)
                                .toList(),
                        toConflict(fields.get("conflict", Document.class)),
                        RecordDocument.toProblems(fields.getList("refused", Document.class)),
                        fields.getList("resolutions", Document.class).stream()
                                .map(it ->
                                        new Resolution(
                                                new ObjectPath(it.getString("path")),
                                                Take.valueOf(it.getString("take")),
                                                it.getLong("version")))
                                .toList());
    }

    private static Document pulled(Pulled pulled) {
        return new Document("path", pulled.path().value())
                .append("commit", pulled.commit().sha())
                .append("before", pulled.before() == null ? null : pulled.before().hex())
                .append("proposed", pulled.proposed());
    }

    private static Pulled toPulled(Document fields) {
        var before = fields.getString("before");
        return new Pulled(
                new ObjectPath(fields.getString("path")),
                new Revision(fields.getString("commit")),
                before == null ? null : new ObjectDigest(before),
                fields.getBoolean("proposed"));
    }

    private static @Nullable Document conflict(@Nullable GitConflict conflict) {
        return conflict == null
                ? null
                : new Document("found", RolloutDocument.conflict(conflict.found()))
                        .append("revision", conflict.revision().sha());
    }

    private static @Nullable GitConflict toConflict(@Nullable Document fields) {
        return fields == null
                ? null
                : new GitConflict(
                        Objects.requireNonNull(
                                RolloutDocument.toConflict(fields.get("found", Document.class))),
                        new Revision(fields.getString("revision")));
    }
}
