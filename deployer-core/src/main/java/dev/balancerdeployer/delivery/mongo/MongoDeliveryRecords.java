package dev.balancerdeployer.delivery.mongo;

import dev.balancerdeployer.delivery.DeliveryRecords;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NamespaceRecord;
import dev.balancerdeployer.delivery.Rollout;
import dev.balancerdeployer.delivery.RolloutId;
import dev.balancerdeployer.delivery.SourceListing;
import dev.balancerdeployer.store.Cas;
import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.Store;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Records in {@code delivery_namespaces}, ended rollouts in {@code rollouts}. */
final class MongoDeliveryRecords implements DeliveryRecords {

    private static final Document BY_NAME = new Document("_id", 1);
    private static final Document NEWEST_FIRST = new Document("createdAt", -1).append("_id", -1);
    private static final String ODD = "odd";

    private final Documents namespaces;
    private final Documents rollouts;
    private final Documents source;

    MongoDeliveryRecords(Store store) {
        this.namespaces = store.collection("delivery_namespaces").withRevIndex();
        this.rollouts = store.collection("rollouts");
        this.source = store.collection("delivery_source");
    }

    @Override
    public Optional<Stored> find(NamespaceId namespace) {
        return namespaces.find(namespace.value()).map(RecordDocument::stored);
    }

    @Override
    public List<Stored> all() {
        return list(new Document(), 0);
    }

    @Override
    public List<Stored> list(@Nullable NamespaceId after, int limit) {
        return list(
                after == null
                        ? new Document()
                        : new Document("_id", new Document("$gt", after.value())),
                limit);
    }

    @Override
    public List<Stored> underWay() {
        return list(new Document(RecordDocument.CURRENT + ".progress.kind", "UNDER_WAY"), 0);
    }

    @Override
    public List<Stored> queued() {
        var waits = new Document(RecordDocument.QUEUED + ".id", new Document("$exists", true));
        return list(waits, 0);
    }

    @Override
    public Optional<Stored> findByRollout(RolloutId rollout) {
        return namespaces
                .findWhere(new Document(RecordDocument.CURRENT + ".id", rollout.value()))
                .or(() ->
                        namespaces.findWhere(
                                new Document(RecordDocument.QUEUED + ".id", rollout.value())))
                .or(() ->
                        namespaces.findWhere(
                                new Document(RecordDocument.SUPERSEDED + ".id", rollout.value())))
                .map(RecordDocument::stored);
    }

    @Override
    public Optional<Stored> insert(NamespaceRecord record) {
        return namespaces.insert(RecordDocument.of(record).append(Documents.REV, 1L))
                ? Optional.of(new Stored(record, 1))
                : Optional.empty();
    }

    /** No match on a send that the driver repeated is no defeat: then ours is what is stored. */
    @Override
    public Optional<Stored> replace(Stored before, NamespaceRecord after) {
        var next = new Stored(after, before.rev() + 1);
        var expected = Cas.at(after.id().value(), before.rev());
        return namespaces.replace(expected, RecordDocument.of(after))
                        || find(after.id()).filter(next::equals).isPresent()
                ? Optional.of(next)
                : Optional.empty();
    }

    @Override
    public void file(Rollout ended) {
        rollouts.insert(RolloutDocument.of(ended).append("_id", ended.id().value()));
    }

    @Override
    public Optional<Rollout> findFiled(RolloutId rollout) {
        return rollouts.find(rollout.value()).map(RolloutDocument::toDomain);
    }

    @Override
    public List<Rollout> listFiled(Filter filter, @Nullable Position before, int limit) {
        var conditions = new Document();
        var namespace = filter.namespace();
        if (namespace != null) {
            conditions.append("namespace", namespace.value());
        }
        var state = filter.state();
        if (state != null) {
            conditions.append("state", state.name());
        }
        if (before != null) {
            var at = Date.from(before.createdAt());
            conditions.append(
                    "$or",
                    List.of(
                            new Document("createdAt", new Document("$lt", at)),
                            new Document("createdAt", at)
                                    .append("_id", new Document("$lt", before.id().value()))));
        }
        return rollouts.list(conditions, NEWEST_FIRST, limit).stream()
                .map(RolloutDocument::toDomain)
                .toList();
    }

    @Override
    public List<SourceListing.Refused> oddDirectories() {
        return source.find(ODD).stream()
                .flatMap(it -> it.getList("refused", Document.class).stream())
                .map(it ->
                        new SourceListing.Refused(
                                it.getString("name"),
                                RecordDocument.toProblems(it.getList("problems", Document.class))))
                .toList();
    }

    @Override
    public void saveOddDirectories(List<SourceListing.Refused> refused) {
        var entries =
                refused.stream()
                        .map(it ->
                                new Document("name", it.name())
                                        .append("problems", RecordDocument.problems(it.problems())))
                        .toList();
        source.insert(
                new Document("_id", ODD).append("refused", List.of()).append(Documents.REV, 1L));
        source.find(ODD)
                .ifPresent(it ->
                        source.replace(
                                Cas.at(ODD, it.getLong(Documents.REV)),
                                new Document("refused", entries)));
    }

    private List<Stored> list(Document filter, int limit) {
        return namespaces.list(filter, BY_NAME, limit).stream()
                .map(RecordDocument::stored)
                .toList();
    }
}
