package dev.balancerdeployer.delivery.registry.mongo;

import com.mongodb.client.model.Projections;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.registry.HostedNamespace;
import dev.balancerdeployer.delivery.registry.HostedNamespace.LandedAttempt;
import dev.balancerdeployer.delivery.registry.HostedNamespaces;
import dev.balancerdeployer.delivery.registry.VersionLine;
import dev.balancerdeployer.store.Cas;
import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * One small document a namespace, and two collections that only grow beside it: filed versions and
 * filed attempts, each found by its {@code _id} alone, for that is what both servers have an index
 * on.
 */
final class MongoHostedNamespaces implements HostedNamespaces {

    private static final Bson WITHOUT_ATTEMPTS = Projections.exclude(NamespaceDocument.ATTEMPTS);

    private final Documents namespaces;
    private final InsertOnce versions;
    private final InsertOnce attempts;

    MongoHostedNamespaces(Store store) {
        this.namespaces = store.collection("awacs_namespaces");
        this.versions = new InsertOnce(store.collection("awacs_versions"));
        this.attempts = new InsertOnce(store.collection("awacs_attempts"));
    }

    @Override
    public Optional<Stored> find(NamespaceId id) {
        return namespaces
                .find(id.value())
                .map(NamespaceDocument::new)
                .map(it -> new Stored(it.toDomain(), it.rev()));
    }

    @Override
    public List<HostedNamespace> findAll(Collection<NamespaceId> ids) {
        var names = ids.stream().map(NamespaceId::value).toList();
        return read(new Document("_id", new Document("$in", names)), names.size());
    }

    @Override
    public List<HostedNamespace> list(@Nullable NamespaceId after, int limit) {
        var filter = new Document(NamespaceDocument.VERSION, new Document("$gt", 0L));
        if (after != null) {
            filter.append("_id", new Document("$gt", after.value()));
        }
        return read(filter, limit);
    }

    @Override
    public void reserve(NamespaceId id) {
        var stub = NamespaceDocument.of(HostedNamespace.stub(id)).fields();
        namespaces.insert(stub.append(Documents.REV, 1L));
    }

    @Override
    public boolean replace(Stored before, HostedNamespace after, Instant deadline) {
        var expected = Cas.before(after.id().value(), before.rev(), deadline);
        return namespaces.replace(expected, NamespaceDocument.of(after).fields());
    }

    @Override
    public void fileVersion(NamespaceId id, VersionLine line) {
        versions.put(
                List.of(
                        VersionDocument.fields(line)
                                .append("_id", VersionDocument.id(id, line.version()))));
    }

    @Override
    public List<VersionLine> filedVersions(NamespaceId id, long from, long to) {
        var ids =
                LongStream.rangeClosed(from, to)
                        .mapToObj(it -> VersionDocument.id(id, it))
                        .toList();
        return versions.find(ids).stream()
                .map(VersionDocument::line)
                .sorted(Comparator.comparingLong(VersionLine::version).reversed())
                .toList();
    }

    @Override
    public void fileAttempts(NamespaceId id, List<LandedAttempt> landed) {
        attempts.put(
                landed.stream()
                        .map(it ->
                                new Document("_id", attemptId(id, it.id()))
                                        .append("version", it.version()))
                        .toList());
    }

    @Override
    public Optional<LandedAttempt> filedAttempt(NamespaceId id, AttemptId attempt) {
        return attempts.find(List.of(attemptId(id, attempt))).stream()
                .findFirst()
                .map(it -> new LandedAttempt(attempt, it.getLong("version")));
    }

    /** An attempt may hold slashes, a namespace never does: the first one separates them. */
    private static String attemptId(NamespaceId id, AttemptId attempt) {
        return id + "/" + attempt;
    }

    private List<HostedNamespace> read(Document filter, int limit) {
        var found =
                namespaces.call(
                        "list",
                        () ->
                                namespaces
                                        .driver()
                                        .find(filter)
                                        .projection(WITHOUT_ATTEMPTS)
                                        .sort(new Document("_id", 1))
                                        .limit(limit)
                                        .into(new ArrayList<>()));
        return found.stream().map(it -> new NamespaceDocument(it).toDomain()).toList();
    }
}
