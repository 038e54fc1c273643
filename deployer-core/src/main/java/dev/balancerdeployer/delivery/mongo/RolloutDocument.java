package dev.balancerdeployer.delivery.mongo;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Conflict;
import dev.balancerdeployer.delivery.ContentDigest;
import dev.balancerdeployer.delivery.DeploymentId;
import dev.balancerdeployer.delivery.Drift;
import dev.balancerdeployer.delivery.Kept;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.Manner;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.OpenAttempt;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.Rollout;
import dev.balancerdeployer.delivery.RolloutId;
import dev.balancerdeployer.delivery.RolloutPlan;
import dev.balancerdeployer.delivery.RolloutProgress;
import dev.balancerdeployer.delivery.RolloutState;
import dev.balancerdeployer.delivery.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** How a rollout is stored: inside its namespace's record, and filed when it has ended. */
final class RolloutDocument {

    private RolloutDocument() {}

    static Document of(Rollout rollout) {
        return new Document("id", rollout.id().value())
                .append("namespace", rollout.namespace().value())
                .append("revision", rollout.revision().sha())
                .append("previousRevision", text(rollout.previousRevision()))
                .append("digest", rollout.digest().value())
                .append("createdAt", Date.from(rollout.createdAt()))
                .append("requestedBy", rollout.requestedBy())
                .append("reason", rollout.reason())
                .append("deployment", text(rollout.deployment()))
                .append("manner", rollout.manner().name())
                .append("state", rollout.state().name())
                .append("progress", progress(rollout.progress()));
    }

    static Rollout toDomain(Document fields) {
        return new Rollout(
                new RolloutId(fields.getString("id")),
                new NamespaceId(fields.getString("namespace")),
                new Revision(fields.getString("revision")),
                maybe(fields.getString("previousRevision"), Revision::new),
                new ContentDigest(fields.getString("digest")),
                fields.getDate("createdAt").toInstant(),
                fields.getString("requestedBy"),
                fields.getString("reason"),
                maybe(fields.getString("deployment"), DeploymentId::new),
                Manner.valueOf(fields.get("manner", Manner.USUAL.name())),
                toProgress(fields.get("progress", Document.class)));
    }

    private static Document progress(RolloutProgress progress) {
        return switch (progress) {
            case RolloutProgress.Queued(var conflict, var drift) ->
                    new Document("kind", "QUEUED")
                            .append("conflict", conflict(conflict))
                            .append("drift", drift(drift));
            case RolloutProgress.UnderWay it ->
                    new Document("kind", "UNDER_WAY")
                            .append("plan", plan(it.plan()))
                            .append(
                                    "stages",
                                    it.stages().stream().map(RolloutDocument::stage).toList())
                            .append("configVersion", it.configVersion())
                            .append("attempts", it.attempts())
                            .append("open", open(it.open()))
                            .append("conflict", conflict(it.conflict()));
            case RolloutProgress.Ended it ->
                    new Document("kind", it.state().name())
                            .append("finishedAt", Date.from(it.finishedAt()))
                            .append("plan", plan(it.plan()))
                            .append(
                                    "stages",
                                    it.stages().stream().map(RolloutDocument::stage).toList())
                            .append("configVersion", it.configVersion());
        };
    }

    private static RolloutProgress toProgress(Document fields) {
        return switch (fields.getString("kind")) {
            case "QUEUED" ->
                    new RolloutProgress.Queued(
                            toConflict(fields.get("conflict", Document.class)),
                            toDrift(fields.get("drift", Document.class)));
            case "UNDER_WAY" ->
                    new RolloutProgress.UnderWay(
                            requireNonNull(toPlan(fields.get("plan", Document.class))),
                            stages(fields),
                            fields.getLong("configVersion"),
                            fields.getLong("attempts"),
                            toOpen(fields.get("open", Document.class)),
                            toConflict(fields.get("conflict", Document.class)));
            case String ended ->
                    new RolloutProgress.Ended(
                            RolloutState.valueOf(ended),
                            fields.getDate("finishedAt").toInstant(),
                            toPlan(fields.get("plan", Document.class)),
                            stages(fields),
                            fields.getLong("configVersion"));
        };
    }

    private static @Nullable Document plan(@Nullable RolloutPlan plan) {
        return plan == null
                ? null
                : new Document("bakeMs", plan.bake().toMillis())
                        .append("graceMs", plan.grace().toMillis())
                        .append(
                                "locations",
                                plan.locations().stream().map(LocationId::value).toList())
                        .append("startVersion", plan.startVersion())
                        .append(
                                "kept",
                                plan.kept().stream()
                                        .map(it ->
                                                new Document("path", it.path().value())
                                                        .append("version", it.version()))
                                        .toList());
    }

    private static @Nullable RolloutPlan toPlan(@Nullable Document fields) {
        return fields == null
                ? null
                : new RolloutPlan(
                        Duration.ofMillis(fields.getLong("bakeMs")),
                        Duration.ofMillis(fields.getLong("graceMs")),
                        fields.getList("locations", String.class).stream()
                                .map(LocationId::new)
                                .toList(),
                        fields.getLong("startVersion"),
                        fields.getList("kept", Document.class, List.of()).stream()
                                .map(it ->
                                        new Kept(
                                                new ObjectPath(it.getString("path")),
                                                it.getLong("version")))
                                .toList());
    }

    private static Document stage(Stage stage) {
        return new Document("location", stage.location().value())
                .append("leftover", stage.leftover())
                .append("gate", stage.gate().name())
                .append("releasedAt", date(stage.releasedAt()))
                .append("activeAt", date(stage.activeAt()))
                .append("doneAt", date(stage.doneAt()));
    }

    private static List<Stage> stages(Document fields) {
        return fields.getList("stages", Document.class).stream()
                .map(it ->
                        new Stage(
                                new LocationId(it.getString("location")),
                                it.getBoolean("leftover"),
                                Stage.Gate.valueOf(it.getString("gate")),
                                instant(it.getDate("releasedAt")),
                                instant(it.getDate("activeAt")),
                                instant(it.getDate("doneAt"))))
                .toList();
    }

    private static @Nullable Document open(@Nullable OpenAttempt open) {
        return open == null
                ? null
                : new Document("id", open.id().value())
                        .append("action", open.action().name())
                        .append("location", text(open.location()));
    }

    private static @Nullable OpenAttempt toOpen(@Nullable Document fields) {
        return fields == null
                ? null
                : new OpenAttempt(
                        new AttemptId(fields.getString("id")),
                        OpenAttempt.Action.valueOf(fields.getString("action")),
                        maybe(fields.getString("location"), LocationId::new));
    }

    static @Nullable Document conflict(@Nullable Conflict conflict) {
        return conflict == null
                ? null
                : new Document(
                                "objects",
                                conflict.objects().stream().map(ObjectPath::value).toList())
                        .append("awacsVersion", conflict.awacsVersion())
                        .append("since", Date.from(conflict.since()));
    }

    static @Nullable Conflict toConflict(@Nullable Document fields) {
        return fields == null
                ? null
                : new Conflict(
                        fields.getList("objects", String.class).stream()
                                .map(ObjectPath::new)
                                .toList(),
                        fields.getLong("awacsVersion"),
                        fields.getDate("since").toInstant());
    }

    private static @Nullable Document drift(@Nullable Drift drift) {
        return drift == null
                ? null
                : new Document("objects", drift.objects().stream().map(ObjectPath::value).toList())
                        .append("awacsVersion", drift.awacsVersion())
                        .append("since", Date.from(drift.since()));
    }

    private static @Nullable Drift toDrift(@Nullable Document fields) {
        return fields == null
                ? null
                : new Drift(
                        fields.getList("objects", String.class).stream()
                                .map(ObjectPath::new)
                                .toList(),
                        fields.getLong("awacsVersion"),
                        fields.getDate("since").toInstant());
    }

    private static @Nullable String text(@Nullable Object named) {
        return named == null ? null : named.toString();
    }

    static <T> @Nullable T maybe(@Nullable String text, Function<String, T> maker) {
        return text == null ? null : maker.apply(text);
    }

    private static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
