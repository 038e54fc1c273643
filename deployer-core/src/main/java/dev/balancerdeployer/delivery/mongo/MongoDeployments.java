package dev.balancerdeployer.delivery.mongo;

import dev.balancerdeployer.delivery.Deployment;
import dev.balancerdeployer.delivery.DeploymentId;
import dev.balancerdeployer.delivery.Deployments;
import dev.balancerdeployer.delivery.Manner;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectDigest;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.RolloutId;
import dev.balancerdeployer.delivery.SourceProblem;
import dev.balancerdeployer.store.Cas;
import dev.balancerdeployer.store.Documents;
import dev.balancerdeployer.store.DuplicateKey;
import dev.balancerdeployer.store.Store;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * Requests in {@code deployments}. While one waits, its {@code slot} is the digest of what it
 * wants, which only one may hold; then its own id.
 */
final class MongoDeployments implements Deployments {

    private static final String SLOT = "slot";
    private static final String STATE = "state";

    private final Documents deployments;

    MongoDeployments(Store store) {
        this.deployments = store.collection("deployments").withUnique(SLOT);
    }

    @Override
    public Deployment accept(Deployment accepted) {
        var slot = slot(accepted.wanted());
        var document = fields(accepted).append(SLOT, slot).append(Documents.REV, 1L);
        for (var round = 0; round < 10; round++) {
            try {
                deployments.call("insert into", () -> insert(document));
                return accepted;
            } catch (DuplicateKey _) {
                var waiting = deployments.findWhere(new Document(SLOT, slot));
                if (waiting.isPresent()) {
                    return toDomain(waiting.get());
                }
                var ours = find(accepted.id());
                if (ours.isPresent()) {
                    return ours.get();
                }
            }
        }
        throw new IllegalStateException("equal requests come and go too fast");
    }

    private boolean insert(Document document) {
        return deployments.driver().insertOne(document).wasAcknowledged();
    }

    @Override
    public Optional<Deployment> find(DeploymentId id) {
        return deployments.find(id.value()).map(MongoDeployments::toDomain);
    }

    @Override
    public List<Deployment> accepted() {
        return deployments
                .list(
                        new Document(STATE, Deployment.State.ACCEPTED.name()),
                        new Document("createdAt", 1).append("_id", 1),
                        0)
                .stream()
                .map(MongoDeployments::toDomain)
                .toList();
    }

    @Override
    public void take(DeploymentId id) {
        deployments.updateWhere(
                new Document("_id", id.value()),
                new Document("$set", new Document(SLOT, id.value())));
    }

    @Override
    public void finish(Deployment ended) {
        var stored = deployments.find(ended.id().value());
        while (stored.isPresent()
                && stored.get().getString(STATE).equals(Deployment.State.ACCEPTED.name())) {
            var expected = Cas.at(ended.id().value(), stored.get().getLong(Documents.REV));
            if (deployments.replace(expected, fields(ended).append(SLOT, ended.id().value()))) {
                return;
            }
            stored = deployments.find(ended.id().value());
        }
    }

    private static String slot(Deployment.Wanted wanted) {
        var names =
                wanted.namespaces().stream()
                        .map(NamespaceId::value)
                        .collect(Collectors.joining(","));
        return ObjectDigest.of(
                        String.join(
                                "\n",
                                wanted.revision(),
                                names,
                                wanted.manner().name(),
                                wanted.origin().name(),
                                wanted.reason()))
                .hex();
    }

    private static Document fields(Deployment deployment) {
        var revision = deployment.revision();
        return new Document("_id", deployment.id().value())
                .append("wantedRevision", deployment.wanted().revision())
                .append(
                        "wantedNamespaces",
                        deployment.wanted().namespaces().stream().map(NamespaceId::value).toList())
                .append("reason", deployment.wanted().reason())
                .append("manner", deployment.wanted().manner().name())
                .append("origin", deployment.wanted().origin().name())
                .append("requestedBy", deployment.requestedBy())
                .append("createdAt", Date.from(deployment.createdAt()))
                .append(STATE, deployment.state().name())
                .append("revision", revision == null ? null : revision.sha())
                .append("rollouts", deployment.rollouts().stream().map(RolloutId::value).toList())
                .append(
                        "unchanged",
                        deployment.unchanged().stream().map(NamespaceId::value).toList())
                .append(
                        "invalid",
                        deployment.invalid().stream()
                                .map(it ->
                                        new Document("namespace", it.namespace())
                                                .append("file", it.problem().file())
                                                .append("line", it.problem().line())
                                                .append("reason", it.problem().reason()))
                                .toList())
                .append("failure", deployment.failure());
    }

    private static Deployment toDomain(Document fields) {
        return new Deployment(
                new DeploymentId(fields.getString("_id")),
                new Deployment.Wanted(
                        fields.getString("wantedRevision"),
                        fields.getList("wantedNamespaces", String.class).stream()
                                .map(NamespaceId::new)
                                .toList(),
                        fields.getString("reason"),
                        Manner.valueOf(fields.get("manner", Manner.USUAL.name())),
                        Deployment.Origin.valueOf(
                                fields.get("origin", Deployment.Origin.PERSON.name()))),
                fields.getString("requestedBy"),
                fields.getDate("createdAt").toInstant(),
                Deployment.State.valueOf(fields.getString(STATE)),
                RolloutDocument.maybe(fields.getString("revision"), Revision::new),
                fields.getList("rollouts", String.class).stream().map(RolloutId::new).toList(),
                fields.getList("unchanged", String.class).stream().map(NamespaceId::new).toList(),
                fields.getList("invalid", Document.class).stream()
                        .map(it ->
                                new Deployment.Invalid(
                                        it.getString("namespace"),
                                        new SourceProblem(
                                                it.getString("file"),
                                                it.getInteger("line"),
                                                it.getString("reason"))))
                        .toList(),
                fields.getString("failure"));
    }
}
