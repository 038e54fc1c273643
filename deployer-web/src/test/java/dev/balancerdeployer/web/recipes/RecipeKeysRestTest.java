package dev.balancerdeployer.web.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** A recipe sent twice with one key is run once (SPEC W4, W7). */
class RecipeKeysRestTest extends RecipesRest {

    private static final String FIRST = task("one", "SAS", 50);
    private static final String SECOND = task("two", "SAS", 60);
    private static final String ELSEWHERE = task("three", "SAS", 50, "config_id: staging");

    private static int keys;

    private final String key = "Idempotency-Key: k" + ++keys;

    @Test
    void theSameAnswerComesForEachSend() {
        var recipe = recipe(FIRST, SECOND, ELSEWHERE);

        var first = run(recipe, key);
        run(recipe(task("other", "SAS", 0)));
        var again = run(recipe, key);

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(version("production")).isEqualTo(4);
        assertThat(version("staging")).isEqualTo(2);
        assertThat(audited()).hasSize(4);
    }

    @Test
    void whatIsWrittenOtherwiseAndMeansTheSameIsTheSame() {
        run(recipe(task("one", "SAS: 0, MSK", 10)), key);

        var again =
                run(
                        """
                        # sent again
                        description: 'test'
                        tasks: {"one": {"new_weights": {"search": {"MSK": 10.0, "SAS": 0}},
                                        "type": "set_l7_balancer_weights"}}
                        """,
                        key);

        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(version("production")).isEqualTo(2);
    }

    @Test
    void aRecipeThatDiffersAnywhereIsRefused() {
        run(recipe(FIRST, SECOND), key);

        assertReused(recipe(FIRST, task("two", "SAS", 61)));
        assertReused(recipe(FIRST, SECOND, ELSEWHERE));
        assertReused(recipe(FIRST));
        assertReused(recipe(SECOND, FIRST));
        assertReused(recipe(task("zero", "SAS", 50), SECOND));
        assertReused(recipe(FIRST, SECOND).replace("test", "another"));
        assertReused(recipe(FIRST, task("two", "SAS", 60, "comment: why")));
        assertThat(version("production")).isEqualTo(3);
        assertThat(version("staging")).isEqualTo(1);
    }

    private void assertReused(String recipe) {
        var refused = run(recipe, key);

        assertProblem(refused, 422, "idempotency-key-reused", "Idempotency-Key");
        assertThat(refused.json().path("results").path(0).path("status").asString())
                .isEqualTo("FAILED");
    }

    @Test
    void aStepWithTheKeyOfARecipeIsAnotherRequest() {
        run(recipe(FIRST), key);

        var step =
                wire.json(
                        "POST",
                        "/v2/l7/heavy/production/weights/set/",
                        "{\"new_weights\": {\"search\": {\"SAS\": 50}}}",
                        key);

        assertProblem(step, 422, "idempotency-key-reused", "Idempotency-Key");
    }

    @Test
    void whatWasDoneBeforeAnOutageIsNotDoneAgain() {
        var recipe = recipe(FIRST, SECOND);
        weights.downAfter(1);
        assertThat(results(run(recipe, key))).containsExactly("one DONE", "two FAILED");
        weights.well();

        var again = run(recipe, key);

        assertThat(results(again)).containsExactly("one DONE", "two DONE");
        assertThat(version("production")).isEqualTo(3);
        assertThat(search()).isEqualTo("50/17/17/16");
    }

    @Test
    void manySendsAtTheSameTimeAreOneRunWithOneAnswer() throws Exception {
        var recipe = recipe(FIRST, SECOND, ELSEWHERE);
        Callable<String> send = () -> run(recipe, key).body();

        var answers = new HashSet<String>();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : senders.invokeAll(Collections.nCopies(16, send))) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).hasSize(1);
        assertThat(answers.iterator().next()).contains("\"DONE\"").doesNotContain("FAILED");
        assertThat(version("production")).isEqualTo(3);
        assertThat(version("staging")).isEqualTo(2);
        assertThat(audited()).hasSize(3);
    }

    @Test
    void aKeyThatIsNoneIsRefusedBeforeAnyTask() {
        assertProblem(
                run(recipe(FIRST), "Idempotency-Key: " + "k".repeat(129)),
                400,
                "invalid-request",
                "Idempotency-Key");
        assertThat(version("production")).isEqualTo(1);
    }
}
