package dev.balancerdeployer.web.recipes;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.balancerdeployer.web.weights.StepBody;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a recipe whose tasks are all done (API.md section 5).
 *
 * @param description as it was sent
 */
@Schema(name = "RecipeAnswer")
record RecipeBody(@Nullable String description, List<Result> results) {

    /** What became of a task. */
    enum Status {
        DONE,
        FAILED,
        /** One before it has failed. */
        NOT_RUN
    }

    /**
     * One task.
     *
     * @param result if it is done: the answer of its step
     * @param problem if it has failed
     */
    @Schema(name = "TaskResult")
    record Result(
            String task,
            String type,
            Status status,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StepBody result,
            @JsonInclude(JsonInclude.Include.NON_NULL)
                    @Nullable Map<String, @Nullable Object> problem) {

        static Result done(Recipe.Task task, StepBody result) {
            return new Result(task.name(), Recipe.SET_WEIGHTS, Status.DONE, result, null);
        }

        static Result failed(Recipe.Task task, Map<String, @Nullable Object> problem) {
            return new Result(task.name(), Recipe.SET_WEIGHTS, Status.FAILED, null, problem);
        }

        static Result notRun(Recipe.Task task) {
            return new Result(task.name(), Recipe.SET_WEIGHTS, Status.NOT_RUN, null, null);
        }
    }
}
