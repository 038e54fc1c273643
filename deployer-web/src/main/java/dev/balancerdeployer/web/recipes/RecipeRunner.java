package dev.balancerdeployer.web.recipes;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.IdempotencyHeader;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.Problems;
import dev.balancerdeployer.web.recipes.RecipeBody.Result;
import dev.balancerdeployer.web.weights.Overrides;
import dev.balancerdeployer.web.weights.StepBody;
import dev.balancerdeployer.web.weights.WeightProblems;
import dev.balancerdeployer.weights.Answer;
import dev.balancerdeployer.weights.Change;
import dev.balancerdeployer.weights.ChangeRequest;
import dev.balancerdeployer.weights.Expected;
import dev.balancerdeployer.weights.Outcome;
import dev.balancerdeployer.weights.Refusal;
import dev.balancerdeployer.weights.WeightChanges;
import dev.balancerdeployer.weights.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Runs the tasks of a recipe one after the other, up to the first that fails, and records in the
 * audit log what each has changed (SPEC W7).
 */
@Component
class RecipeRunner {

    private static final String ACTION = "WEIGHTS_SET";

    private final WeightChanges changes;
    private final Audit audit;

    RecipeRunner(WeightChanges changes, Audit audit) {
        this.changes = changes;
        this.audit = audit;
    }

    /** What a recipe is run with. */
    record Circumstances(Actor actor, IdempotencyHeader key, boolean dryRun, AuditTrail trail) {}

    /**
     * Runs it.
     *
     * @throws ProblemException that of the task that has failed, with {@code results} of all
     */
    List<Result> run(Recipe recipe, Circumstances with) {
        var keys = TaskKeys.of(with.key(), recipe);
        Function<ChangeRequest, Outcome> makes =
                with.dryRun() ? changes.rehearsal()::apply : changes::apply;
        var results = new ArrayList<Result>();
        ProblemException failure = null;
        for (var task : recipe.tasks()) {
            if (failure == null) {
                var request = request(task, with, keys);
                try {
                    results.add(Result.done(task, step(task, request, makes)));
                } catch (ProblemException e) {
                    failure = e;
                    results.add(Result.failed(task, e.body()));
                    blame(task, with.trail());
                }
            } else {
                results.add(Result.notRun(task));
            }
        }
        if (failure != null) {
            throw failure.with("results", results);
        }
        with.trail().recordedAlready();
        return results;
    }

    private StepBody step(
            Recipe.Task task, ChangeRequest request, Function<ChangeRequest, Outcome> makes) {
        try {
            return switch (makes.apply(request)) {
                case Outcome.Refused refused -> throw refused(task, refused.why());
                case Outcome.Done(Answer.Stepped answer, var repeated) -> {
                    if (answer.changed() && !repeated && !answer.dryRun()) {
                        record(task, request.why(), answer);
                    }
                    yield StepBody.of(answer);
                }
                case Outcome.Done done -> throw new IllegalStateException("no step: " + done);
            };
        } catch (StoreUnavailable e) {
            throw Problems.of(e).within(task.place());
        }
    }

    private static ChangeRequest request(Recipe.Task task, Circumstances with, TaskKeys keys) {
        return new ChangeRequest(
                task.config(),
                new Change.Set(task.newWeights()),
                new Why(with.actor(), task.comment(), task.overrides()),
                new Expected.Anything(),
                keys.next(task),
                with.dryRun());
    }

    /** The key is the recipe's, so a task is not to blame for it. */
    private static ProblemException refused(Recipe.Task task, Refusal why) {
        var problem = WeightProblems.of(task.config(), why);
        return switch (why) {
            case Refusal.KeyReused _ -> problem;
            case Refusal.UnknownConfig _ -> problem.at("config_id").within(task.place());
            default -> problem.within(task.place());
        };
    }

    private void record(Recipe.Task task, Why why, Answer.Stepped answer) {
        audit.record(
                new Audit.Entry(
                        why.by(),
                        ACTION,
                        target(task),
                        answer.before(),
                        answer.version(),
                        Overrides.reason(why.comment(), why.overrides()),
                        Audit.Outcome.DONE,
                        null));
    }

    private static void blame(Recipe.Task task, AuditTrail trail) {
        trail.action(ACTION)
                .target(target(task))
                .reason(Overrides.reason(task.comment(), task.overrides()));
    }

    private static String target(Recipe.Task task) {
        return "l7heavy/" + task.config();
    }
}
