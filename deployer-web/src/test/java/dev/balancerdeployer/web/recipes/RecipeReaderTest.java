package dev.balancerdeployer.web.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemException.Fault;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.SafetyRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recipe is taken as a whole or not at all (SPEC W7). */
class RecipeReaderTest {

    private static final String TASK =
            "type: set_l7_balancer_weights, new_weights: {search: {SAS: 0}}";

    @Test
    void readsTasksInTheirOrderWithAllTheyMayHave() {
        var recipe =
                read(
                        """
                        description: |
                          Empty SAS
                        tasks:
                          on:
                            type: set_l7_balancer_weights
                            config_id: staging
                            new_weights: {search: {NO: default, SAS: 12.5}}
                            comment: why
                            override: [max_step, min_active_locations]
                          "2": {type: set_l7_balancer_weights, new_weights: {a.b: {SAS: 0x10}}}
                        """);

        assertThat(recipe.description()).isEqualTo("Empty SAS\n");
        assertThat(recipe.tasks()).extracting(Recipe.Task::name).containsExactly("on", "2");
        var first = recipe.tasks().getFirst();
        assertThat(first.config()).isEqualTo(new ConfigId("staging"));
        assertThat(first.comment()).isEqualTo("why");
        assertThat(first.overrides())
                .containsExactly(SafetyRule.MIN_ACTIVE_LOCATIONS, SafetyRule.MAX_STEP);
        assertThat(first.newWeights().components().toString())
                .contains("NO=Default", "SAS=Exactly");
        var second = recipe.tasks().getLast();
        assertThat(second.config()).isEqualTo(new ConfigId("production"));
        assertThat(second.comment()).isNull();
        assertThat(second.overrides()).isEmpty();
    }

    @Test
    void aDescriptionIsNotNeeded() {
        assertThat(read("tasks: {a: {%s}}".formatted(TASK)).description()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | body",
                "7 | body",
                "null | body",
                "{} | tasks",
                "description: x | tasks",
                "tasks: {} | tasks",
                "tasks: [] | tasks",
                "tasks: null | tasks",
                "{description: 5, tasks: {a: {TASK}}} | description",
                "{description: null, tasks: {a: {TASK}}} | description",
                "{version: 1, tasks: {a: {TASK}}} | version",
                "tasks: {a: null} | tasks.a",
                "tasks: {a: [TASK]} | tasks.a",
                "tasks: {'': {TASK}} | tasks.",
                "tasks: {on: {TASK, force: true}} | tasks.on.force",
                "tasks: {a: {new_weights: {search: {SAS: 0}}}} | tasks.a.type",
                "tasks: {a: {type: reboot, new_weights: {search: {SAS: 0}}}} | tasks.a.type",
                "tasks: {a: {type: null, new_weights: {search: {SAS: 0}}}} | tasks.a.type",
                "tasks: {a: {type: set_l7_balancer_weights}} | tasks.a.new_weights",
                "tasks: {a: {TASK, config_id: no/such}} | tasks.a.config_id",
                "tasks: {a: {TASK, config_id: 7}} | tasks.a.config_id",
                "tasks: {a: {TASK, config_id: null}} | tasks.a.config_id",
                "tasks: {a: {TASK, comment: 7}} | tasks.a.comment",
                "tasks: {a: {TASK, comment: x, override: max_step}} | tasks.a.override",
                "tasks: {a: {TASK, comment: x, override: [max]}} | tasks.a.override[0]",
                "tasks: {a: {TASK, comment: x, override: [max_step, 1]}} | tasks.a.override[1]",
                "tasks: {a: {TASK, override: [max_step]}} | tasks.a.comment",
                "tasks: {a: {TASK, comment: '  ', override: [max_step]}} | tasks.a.comment"
            })
    void namesThePlaceOfAMistake(String yaml, String place) {
        assertThat(faults(yaml.replace("TASK", TASK)))
                .extracting(Fault::place)
                .containsExactly(place);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | ",
                "{} | ",
                "[] | ",
                "{search: {}} | .search",
                "{search: null} | .search",
                "{search: {SAS: -1}} | .search.SAS",
                "{search: {SAS: 1e309}} | .search.SAS",
                "{search: {SAS: 33.3333333}} | .search.SAS",
                "{search: {SAS: '50'}} | .search.SAS",
                "{search: {SAS: true}} | .search.SAS",
                "{search: {SAS: yes}} | .search.SAS",
                "{search: {SAS: null}} | .search.SAS",
                "{search: {SAS: }} | .search.SAS",
                "{search: {SAS: Default}} | .search.SAS",
                "{search: {SAS: [1]}} | .search.SAS",
                "{search: {$set: 1}} | .search.$set",
                "{'': {SAS: 1}} | ."
            })
    void namesThePlaceOfAWrongWeight(String weights, String place) {
        var yaml =
                "tasks: {on: {type: set_l7_balancer_weights, new_weights: %s}}".formatted(weights);

        assertThat(faults(yaml))
                .extracting(Fault::place)
                .containsExactly("tasks.on.new_weights" + (place == null ? "" : place));
    }

    @Test
    void namesAllMistakesOfAllTasksAtOnce() {
        var yaml =
                """
                x: 1
                tasks:
                  a: {type: y, new_weights: {search: {SAS: -1, MSK: z}}}
                  b: {config_id: '', new_weights: {}}
                """;

        assertThat(faults(yaml))
                .extracting(Fault::place)
                .containsExactly(
                        "x",
                        "tasks.a.type",
                        "tasks.a.new_weights.search.SAS",
                        "tasks.a.new_weights.search.MSK",
                        "tasks.b.type",
                        "tasks.b.config_id",
                        "tasks.b.new_weights");
    }

    @Test
    void takesAHundredTasksAndNoMore() {
        var tasks = new StringBuilder("tasks:\n");
        for (var i = 0; i < 100; i++) {
            tasks.append("  t%d: {%s}\n".formatted(i, TASK));
        }

        assertThat(read(tasks.toString()).tasks()).hasSize(100);
        assertThat(faults(tasks + "  last: {%s}\n".formatted(TASK)))
                .containsExactly(
                        new Fault("tasks", "tasks: (expected: 1..100 tasks, each under its name)"));
    }

    @Test
    void doesNotTellMistakesWithoutEnd() {
        var fields = new StringBuilder();
        for (var i = 0; i < 1_000; i++) {
            fields.append("x%d: 1\n".formatted(i));
        }

        assertThat(faults(fields + "tasks: {a: {%s}}\n".formatted(TASK))).hasSize(100);
    }

    @Test
    void aCommentHasItsLimit() {
        var yaml = "tasks: {a: {%s, comment: %s}}";

        assertThat(read(yaml.formatted(TASK, "c".repeat(2_000))).tasks()).hasSize(1);
        assertThat(faults(yaml.formatted(TASK, "c".repeat(2_001))))
                .extracting(Fault::place)
                .containsExactly("tasks.a.comment");
    }

    private static Recipe read(String yaml) {
        return RecipeReader.read(YamlTree.read(yaml), new ConfigId("production"));
    }

    private static List<Fault> faults(String yaml) {
        var problem = catchThrowableOfType(ProblemException.class, () -> read(yaml));
        assertThat(problem).as(yaml).isNotNull();
        assertThat(problem.faults()).allMatch(it -> it.detail().startsWith(it.place() + ": "));
        return problem.faults();
    }
}
