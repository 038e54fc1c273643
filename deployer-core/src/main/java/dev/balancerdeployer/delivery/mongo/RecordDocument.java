package dev.balancerdeployer.delivery.mongo;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.delivery.Base;
import dev.balancerdeployer.delivery.ContentDigest;
import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import dev.balancerdeployer.delivery.Hold;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NamespaceRecord;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.Rollout;
import dev.balancerdeployer.delivery.SourceProblem;
import dev.balancerdeployer.store.Documents;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** How a namespace's record is stored in {@code delivery_namespaces}; {@code _id} is its name. */
final class RecordDocument {

    static final String CURRENT = "current";
    static final String QUEUED = "queued";
    static final String SUPERSEDED = "superseded";

    private RecordDocument() {}

    static Document of(NamespaceRecord record) {
        var source = record.source();
        return new Document("_id", record.id().value())
                .append(
                        "source",
                        new Document("valid", source.valid())
                                .append("owners", source.owners())
                                .append("locations", names(source.locations()))
                                .append("problems", problems(source.problems())))
                .append("adopted", adopted(record.common().adopted()))
                .append("base", base(record.common().base()))
                .append("pulls", PullsDocument.of(record.pulls()))
                .append(CURRENT, rollout(record.current()))
                .append(QUEUED, rollout(record.queued()))
                .append(SUPERSEDED, record.superseded().stream().map(RolloutDocument::of).toList())
                .append("hold", hold(record.hold()))
                .append(
                        "fences",
                        record.fences().stream()
                                .map(it ->
                                        new Document("s", it.semaphore().value())
                                                .append("n", it.number()))
                                .toList());
    }

    static Stored stored(Document fields) {
        return new Stored(toDomain(fields), fields.getLong(Documents.REV));
    }

    private static NamespaceRecord toDomain(Document fields) {
        var source = fields.get("source", Document.class);
        return new NamespaceRecord(
                new NamespaceId(fields.getString("_id")),
                new NamespaceRecord.Source(
                        source.getBoolean("valid"),
                        source.getList("owners", String.class),
                        locations(source),
                        toProblems(source.getList("problems", Document.class))),
                new NamespaceRecord.Common(
                        toAdopted(fields.get("adopted", Document.class)),
                        toBase(fields),
                        PullsDocument.toDomain(fields.get("pulls", Document.class))),
                toRollout(fields.get(CURRENT, Document.class)),
                toRollout(fields.get(QUEUED, Document.class)),
                fields.getList(SUPERSEDED, Document.class, List.of()).stream()
                        .map(RolloutDocument::toDomain)
                        .toList(),
                toHold(fields.get("hold", Document.class)),
                fields.getList("fences", Document.class).stream()
                        .map(it -> new Fence(new SemaphoreName(it.getString("s")), it.getLong("n")))
                        .toList());
    }

    static List<Document> problems(List<SourceProblem> problems) {
        return problems.stream()
                .map(it ->
                        new Document("file", it.file())
                                .append("line", it.line())
                                .append("reason", it.reason()))
                .toList();
    }

    static List<SourceProblem> toProblems(List<Document> problems) {
        return problems.stream()
                .map(it ->
                        new SourceProblem(
                                it.getString("file"),
                                it.getInteger("line"),
                                it.getString("reason")))
                .toList();
    }

    static @Nullable Document adopted(NamespaceRecord.@Nullable Adopted adopted) {
        return adopted == null
                ? null
                : new Document("revision", adopted.revision().sha())
                        .append("digest", adopted.digest().value())
                        .append("locations", names(adopted.locations()))
                        .append("version", adopted.version());
    }

    static NamespaceRecord.@Nullable Adopted toAdopted(@Nullable Document fields) {
        return fields == null
                ? null
                : new NamespaceRecord.Adopted(
                        new Revision(fields.getString("revision")),
                        new ContentDigest(fields.getString("digest")),
                        locations(fields),
                        fields.getLong("version"));
    }

    private static @Nullable Document base(@Nullable Base base) {
        return base == null
                ? null
                : new Document("version", base.version())
                        .append(
                                "older",
                                base.older().stream()
                                        .map(it ->
                                                new Document("path", it.path().value())
                                                        .append("version", it.version()))
                                        .toList());
    }

    private static @Nullable Base toBase(Document fields) {
        var base = fields.get("base", Document.class);
        return base == null
                ? null
                : new Base(
                        base.getLong("version"),
                        base.getList("older", Document.class).stream()
                                .map(it ->
                                        new Base.Older(
                                                new ObjectPath(it.getString("path")),
                                                it.getLong("version")))
                                .toList());
    }

    private static @Nullable Document hold(@Nullable Hold hold) {
        return hold == null
                ? null
                : new Document("reason", hold.reason())
                        .append("by", hold.by())
                        .append("since", Date.from(hold.since()));
    }

    private static @Nullable Hold toHold(@Nullable Document fields) {
        return fields == null
                ? null
                : new Hold(
                        fields.getString("reason"),
                        fields.getString("by"),
                        fields.getDate("since").toInstant());
    }

    private static @Nullable Document rollout(@Nullable Rollout rollout) {
        return rollout == null ? null : RolloutDocument.of(rollout);
    }

    private static @Nullable Rollout toRollout(@Nullable Document fields) {
        return fields == null ? null : RolloutDocument.toDomain(fields);
    }

    private static List<String> names(List<LocationId> locations) {
        return locations.stream().map(LocationId::value).toList();
    }

    private static List<LocationId> locations(Document fields) {
        return fields.getList("locations", String.class).stream().map(LocationId::new).toList();
    }
}
