package dev.balancerdeployer.delivery.registry.mongo;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.BalancerState;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.Pause;
import dev.balancerdeployer.delivery.PauseKind;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.registry.HostedNamespace;
import dev.balancerdeployer.delivery.registry.HostedNamespace.LandedAttempt;
import dev.balancerdeployer.store.Documents;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** How a namespace is stored in {@code awacs_namespaces}; {@code _id} is its name. */
record NamespaceDocument(Document fields) {

    static final String VERSION = "version";
    static final String ATTEMPTS = "attempts";

    static NamespaceDocument of(HostedNamespace namespace) {
        var newest = namespace.newest();
        return new NamespaceDocument(
                new Document("_id", namespace.id().value())
                        .append(VERSION, namespace.version())
                        .append("newest", newest == null ? null : VersionDocument.fields(newest))
                        .append(
                                "balancers",
                                namespace.balancers().stream()
                                        .map(NamespaceDocument::balancer)
                                        .toList())
                        .append(
                                "fences",
                                namespace.fences().stream().map(NamespaceDocument::fence).toList())
                        .append(
                                ATTEMPTS,
                                namespace.attempts().stream()
                                        .map(NamespaceDocument::attempt)
                                        .toList())
                        .append("touchedAt", Date.from(namespace.touchedAt())));
    }

    /** Without attempts if the projection left them out. */
    HostedNamespace toDomain() {
        var newest = fields.get("newest", Document.class);
        return new HostedNamespace(
                new NamespaceId(fields.getString("_id")),
                newest == null ? null : VersionDocument.line(newest),
                list("balancers").stream().map(NamespaceDocument::balancer).toList(),
                list("fences").stream().map(NamespaceDocument::fence).toList(),
                list(ATTEMPTS).stream().map(NamespaceDocument::attempt).toList(),
                fields.getDate("touchedAt").toInstant());
    }

    long rev() {
        return fields.getLong(Documents.REV);
    }

    private List<Document> list(String name) {
        return fields.getList(name, Document.class, List.of());
    }

    private static Document balancer(Balancer balancer) {
        var state = balancer.state();
        return new Document("location", balancer.location().value())
                .append("targetVersion", balancer.targetVersion())
                .append("activeVersion", balancer.activeVersion())
                .append("state", state == null ? null : state.name())
                .append("stateSince", date(balancer.stateSince()))
                .append("message", balancer.message())
                .append(
                        "pauses",
                        balancer.pauses().stream().map(NamespaceDocument::pause).toList());
    }

    private static Balancer balancer(Document fields) {
        var state = fields.getString("state");
        return new Balancer(
                new LocationId(fields.getString("location")),
                fields.getLong("targetVersion"),
                fields.getLong("activeVersion"),
                state == null ? null : BalancerState.valueOf(state),
                instant(fields.getDate("stateSince")),
                fields.getString("message"),
                fields.getList("pauses", Document.class).stream()
                        .map(NamespaceDocument::pause)
                        .toList());
    }

    private static Document pause(Pause pause) {
        return new Document("token", pause.token().value())
                .append("kind", pause.kind().name())
                .append("author", pause.author())
                .append("reason", pause.reason())
                .append("since", Date.from(pause.since()))
                .append("overdueAt", date(pause.overdueAt()));
    }

    private static Pause pause(Document fields) {
        return new Pause(
                new PauseToken(fields.getString("token")),
                PauseKind.valueOf(fields.getString("kind")),
                fields.getString("author"),
                fields.getString("reason"),
                fields.getDate("since").toInstant(),
                instant(fields.getDate("overdueAt")));
    }

    private static Document fence(Fence fence) {
        return new Document("semaphore", fence.semaphore().value())
                .append("number", fence.number());
    }

    private static Fence fence(Document fields) {
        return new Fence(
                new SemaphoreName(fields.getString("semaphore")), fields.getLong("number"));
    }

    private static Document attempt(LandedAttempt attempt) {
        return new Document("id", attempt.id().value()).append(VERSION, attempt.version());
    }

    private static LandedAttempt attempt(Document fields) {
        return new LandedAttempt(new AttemptId(fields.getString("id")), fields.getLong(VERSION));
    }

    private static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
