package dev.balancerdeployer.web.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.Audit.Outcome;
import org.junit.jupiter.api.Test;

/** What recipes do, and what is answered and recorded (SPEC W7, C9). */
class RecipesRestTest extends RecipesRest {

    @Test
    void theRecipesOfPipelinesRunAsTheyAre() {
        var away =
                run(
                        """
                        description: Take search and images out of SAS
                        tasks:
                          on:
                            type: set_l7_balancer_weights
                            new_weights:
                              search:
                                SAS: 0
                              images:
                                SAS: 0
                        """);
        var back =
                run(
                        """
                        description: "Back to the defaults"
                        tasks:
                          on:
                            type: set_l7_balancer_weights
                            new_weights:
                              search:
                                MSK: default
                                MAN: default
                                SAS: default
                        """);

        assertThat(away.status()).as(away.body()).isEqualTo(200);
        assertThat(away.text("description")).isEqualTo("Take search and images out of SAS");
        assertThat(results(away)).containsExactly("on DONE");
        var result = away.json().path("results").path(0);
        assertThat(result.path("type").asString()).isEqualTo("set_l7_balancer_weights");
        assertThat(result.has("problem")).isFalse();
        assertThat(result.path("result").path("config_id").asString()).isEqualTo("production");
        assertThat(sinceFirst("production", result.path("result").path("version").asInt()))
                .isEqualTo(2);
        assertThat(result.path("result").path("new").toString())
                .isEqualTo(
                        "{\"images\":{\"MAN\":34,\"MSK\":33,\"SAS\":0,\"VLA\":33},"
                                + "\"search\":{\"MAN\":34,\"MSK\":33,\"SAS\":0,\"VLA\":33}}");
        assertThat(back.status()).as(back.body()).isEqualTo(200);
        assertThat(search()).isEqualTo("23/23/23/31");
        assertThat(values("production", "images")).isEqualTo("0/33/34/33");
        assertThat(values("production", "video")).isEqualTo("25/25/25/25");
    }

    @Test
    void tasksRunInTheirOrderEachOnItsConfig() {
        var answer =
                run(
                        recipe(
                                task("z", "SAS", 0),
                                task("a", "MSK", 0),
                                task("m", "SAS", 0, "config_id: staging")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(results(answer)).containsExactly("z DONE", "a DONE", "m DONE");
        assertThat(search()).isEqualTo("0/0/51/49");
        assertThat(values("staging", "search")).isEqualTo("0/33/34/33");
        assertThat(version("production")).isEqualTo(3);
        assertThat(version("staging")).isEqualTo(2);
    }

    @Test
    void aDryRunShowsWhatLaterTasksWouldSeeAndChangesNothing() {
        var recipe = recipe(task("one", "SAS", 0), task("two", "MSK", 0), task("three", "SAS", 1));

        var dry = runAt("/v2/recipes/run/?dry_run=true", recipe, "Idempotency-Key: dry");

        assertThat(results(dry)).containsExactly("one DONE", "two DONE", "three DONE");
        var second = dry.json().path("results").path(1).path("result");
        assertThat(second.path("dry_run").asBoolean()).isTrue();
        assertThat(sinceFirst("production", second.path("version").asInt())).isEqualTo(1);
        assertThat(second.path("old").path("search").path("SAS").asInt(-1)).isZero();
        assertThat(search()).isEqualTo("25/25/25/25");
        assertThat(audited()).isEmpty();
        var real = run(recipe, "Idempotency-Key: dry");
        for (var i = 0; i < 3; i++) {
            assertThat(real.json().path("results").path(i).path("result").path("new"))
                    .isEqualTo(dry.json().path("results").path(i).path("result").path("new"));
        }
    }

    /** A safeguard that is not kept must not be taken. */
    @Test
    void refusesAVersionToRunAt() {
        var answer = run(recipe(task("a", "SAS", 0)), "If-Match: \"1\"");

        assertProblem(answer, 400, "invalid-request", "If-Match");
        assertThat(version("production")).isEqualTo(1);
    }

    @Test
    void dryRunIsTrueOrFalse() {
        var recipe = recipe(task("a", "SAS", 0));

        assertProblem(
                runAt("/v2/recipes/run?dry_run=yes", recipe), 400, "invalid-request", "dry_run");
        assertProblem(runAt("/v2/recipes/run?dry_run=", recipe), 400, "invalid-request", "dry_run");
        assertThat(version("production")).isEqualTo(1);
        assertThat(runAt("/v2/recipes/run?dry_run=false", recipe).status()).isEqualTo(200);
        assertThat(version("production")).isEqualTo(2);
    }

    @Test
    void theFirstTaskThatFailsIsTheLastThatRuns() {
        var answer =
                run(
                        recipe(
                                task("one", "SAS", 0),
                                task("two", "NOPE", 0, "comment: is it there?"),
                                task("three", "MSK", 0)));

        assertProblem(answer, 400, "invalid-request", "tasks.two.new_weights.search.NOPE");
        assertThat(answer.text("detail"))
                .isEqualTo("tasks.two.new_weights.search.NOPE: no such location");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(results(answer)).containsExactly("one DONE", "two FAILED", "three NOT_RUN");
        var failed = answer.json().path("results").path(1);
        assertThat(failed.path("problem").path("place").asString())
                .isEqualTo("tasks.two.new_weights.search.NOPE");
        assertThat(failed.path("problem").path("status").asInt()).isEqualTo(400);
        assertThat(failed.path("problem").has("results")).isFalse();
        assertThat(failed.has("result")).isFalse();
        assertThat(answer.json().path("results").path(2).propertyNames())
                .containsExactly("task", "type", "status");
        assertThat(search()).isEqualTo("0/33/34/33");
        assertThat(audited())
                .extracting(it -> it.target() + " " + it.outcome() + " " + it.reason())
                .containsExactly(
                        "l7heavy/production REFUSED is it there?", "l7heavy/production DONE null");
    }

    @Test
    void eachKindOfRefusalHasItsStatusAndPlace() {
        createStrict("strict");

        assertProblem(
                run(recipe(task("a", "SAS", 0, "config_id: other"))),
                404,
                "not-found",
                "tasks.a.config_id");
        assertProblem(
                run(recipe(task("a", "SAS: 0, MSK: 0, MAN: 0, VLA", 0))),
                422,
                "all-zero",
                "tasks.a.new_weights.search");
        var unsafe = run(recipe(task("a", "SAS", 0, "config_id: strict")));
        assertProblem(unsafe, 422, "safety-rule", "tasks.a");
        assertThat(unsafe.json().path("rules").toString()).isEqualTo("[\"min_active_locations\"]");
        assertThat(unsafe.json().path("results").path(0).path("problem").path("rules").isArray())
                .isTrue();
    }

    @Test
    void aRuleIsOverriddenWithACommentAndThatIsRecorded() {
        createStrict("overridden");

        var done =
                run(
                        recipe(
                                task(
                                        "a",
                                        "SAS",
                                        0,
                                        "config_id: overridden",
                                        "comment: SAS burns",
                                        "override: [min_active_locations]")),
                        "X-Actor: pipeline");

        assertThat(done.status()).as(done.body()).isEqualTo(200);
        assertThat(audited())
                .containsExactly(
                        new Audit.Entry(
                                new Actor("pipeline", "127.0.0.1"),
                                "WEIGHTS_SET",
                                "l7heavy/overridden",
                                1L,
                                2L,
                                "SAS burns (override: min_active_locations)",
                                Outcome.DONE,
                                null));
    }

    /** A config of which both locations must be active. */
    private void createStrict(String name) {
        wire.json(
                "PUT",
                "/v2/l7/heavy/" + name,
                """
                {"components": {"search": {"SAS": {"default": 50}, "MSK": {"default": 50}}},
                 "safety": {"min_active_locations": 2}}
                """);
    }

    @Test
    void onlyTasksThatChangeSomethingAreRecorded() {
        run(recipe(task("same", "SAS", 25), task("other", "SAS", 0)));

        assertThat(audited()).hasSize(1);
        assertThat(audited().getFirst().target()).isEqualTo("l7heavy/production");
    }

    @Test
    void aRecipeThatIsWrongAnywhereRunsNothingAndIsRecordedAsRefused() {
        var refused = run(recipe(task("one", "SAS", 0), task("two", "SAS", -1)));

        assertProblem(refused, 400, "invalid-request", "tasks.two.new_weights.search.SAS");
        assertThat(refused.json().has("results")).isFalse();
        assertThat(version("production")).isEqualTo(1);
        assertThat(audited()).hasSize(1);
        assertThat(audited().getFirst().action()).isEqualTo("RECIPE_RUN");
        assertThat(audited().getFirst().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void anOutageIsToldWithWhatWasDone() {
        weights.downAfter(1);
        var answer = run(recipe(task("one", "SAS", 0), task("two", "MSK", 0), task("x", "MAN", 0)));
        weights.well();

        assertProblem(answer, 503, "store-unavailable", "tasks.two");
        assertThat(results(answer)).containsExactly("one DONE", "two FAILED", "x NOT_RUN");
        assertThat(search()).isEqualTo("0/33/34/33");
    }

    @Test
    void aTaskThatCannotBeRecordedIsTheLast() {
        audit.broken(true);
        var answer = run(recipe(task("one", "SAS", 0), task("two", "MSK", 0)));
        audit.broken(false);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(search()).isEqualTo("0/33/34/33");
    }
}
