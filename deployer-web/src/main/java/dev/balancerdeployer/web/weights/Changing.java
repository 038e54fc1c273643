package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.IdempotencyHeader;
import dev.balancerdeployer.web.OptionalPrecondition;
import dev.balancerdeployer.web.Precondition;
import dev.balancerdeployer.web.StrictJson;
import dev.balancerdeployer.weights.Answer;
import dev.balancerdeployer.weights.Change;
import dev.balancerdeployer.weights.ChangeRequest;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.Expected;
import dev.balancerdeployer.weights.IdempotencyKey;
import dev.balancerdeployer.weights.Outcome;
import dev.balancerdeployer.weights.WeightChanges;
import dev.balancerdeployer.weights.Why;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Makes the changes that requests ask for, and tells the audit log of them. */
@Component
class Changing {

    /** Bodies that mean the same look the same. */
    private static final JsonMapper SORTED =
            StrictJson.mapper()
                    .rebuild()
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .build();

    private final WeightChanges changes;

    Changing(WeightChanges changes) {
        this.changes = changes;
    }

    /** What a request brings along beside the change itself. */
    record Circumstances(
            ConfigId config,
            Why why,
            OptionalPrecondition precondition,
            IdempotencyHeader key,
            AuditTrail trail) {}

    /**
     * Makes a change.
     *
     * @param body of the request; null: it has none
     * @param type of the answer that such a change has
     */
    <A extends Answer> A make(
            Change change, Circumstances with, @Nullable Object body, Class<A> type) {
        return make(change, with, body, false, type);
    }

    /** As above; in a dry run nothing is changed. */
    <A extends Answer> A make(
            Change change,
            Circumstances with,
            @Nullable Object body,
            boolean dryRun,
            Class<A> type) {
        var request =
                new ChangeRequest(
                        with.config(),
                        change,
                        with.why(),
                        expected(with.precondition().value()),
                        key(with.key(), body),
                        dryRun);
        return switch (changes.apply(request)) {
            case Outcome.Refused refused -> throw WeightProblems.of(with.config(), refused.why());
            case Outcome.Done done -> {
                note(done, dryRun, with.trail());
                yield type.cast(done.answer());
            }
        };
    }

    private static void note(Outcome.Done done, boolean dryRun, AuditTrail trail) {
        var answer = done.answer();
        if (answer.before() > 0) {
            trail.before(answer.before());
        }
        trail.after(answer.version());
        if (done.repeated()) {
            trail.recordedAlready();
        } else if (dryRun || (answer instanceof Answer.Stepped step && !step.changed())) {
            trail.nothingChanged();
        }
    }

    private static Expected expected(@Nullable Precondition precondition) {
        return switch (precondition) {
            case null -> new Expected.Anything();
            case Precondition.AtVersion at -> new Expected.Version(at.version());
            case Precondition.Absent _ -> new Expected.Absence();
        };
    }

    private static @Nullable IdempotencyKey key(IdempotencyHeader header, @Nullable Object body) {
        var key = header.key();
        if (key == null) {
            return null;
        }
        var text = body == null ? "" : SORTED.writeValueAsString(body);
        return new IdempotencyKey(key, header.digest(text));
    }
}
