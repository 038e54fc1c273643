package dev.balancerdeployer.web.recipes;

import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemException.Fault;
import dev.balancerdeployer.web.TextRules;
import dev.balancerdeployer.web.weights.Overrides;
import dev.balancerdeployer.web.weights.WeightTables;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.NewWeight;
import dev.balancerdeployer.weights.PerLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes a recipe of a tree; every mistake is named with its place, such as {@code
 * tasks.drain.new_weights.search.SAS}, and one is enough to refuse the recipe (SPEC W7).
 */
final class RecipeReader {

    static final int MAX_TASKS = 100;

    private static final Set<String> FIELDS = new TreeSet<>(List.of("description", "tasks"));
    private static final Set<String> TASK_FIELDS =
            new TreeSet<>(List.of("type", "config_id", "new_weights", "comment", "override"));

    private final ConfigId defaultConfig;
    private final List<Fault> faults = new ArrayList<>();

    private RecipeReader(ConfigId defaultConfig) {
        this.defaultConfig = defaultConfig;
    }

    /**
     * Reads a recipe.
     *
     * @param defaultConfig of tasks that name none
     * @throws ProblemException 400 with every mistake
     */
    static Recipe read(JsonNode tree, ConfigId defaultConfig) {
        var reader = new RecipeReader(defaultConfig);
        var recipe = reader.recipe(tree);
        if (!reader.faults.isEmpty()) {
            throw ProblemException.invalid(reader.faults);
        }
        return recipe;
    }

    private Recipe recipe(JsonNode tree) {
        var tasks = new ArrayList<Recipe.Task>();
        if (!tree.isObject()) {
            fault("body", "(expected: description and tasks)");
            return new Recipe(null, tasks);
        }
        requireKnown("", tree, FIELDS);
        var list = tree.path("tasks");
        if (!list.isObject() || list.isEmpty() || list.size() > MAX_TASKS) {
            fault("tasks", "(expected: 1..%d tasks, each under its name)".formatted(MAX_TASKS));
        } else {
            for (var one : list.properties()) {
                var task = task(one.getKey(), one.getValue());
                if (task != null) {
                    tasks.add(task);
                }
            }
        }
        return new Recipe(text("description", tree.get("description")), tasks);
    }

    /** Null: it is wrong, which was told. */
    private Recipe.@Nullable Task task(String name, JsonNode task) {
        var place = "tasks." + name;
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            fault(place, "(expected: a name without control characters)");
        }
        if (!task.isObject()) {
            fault(place, "(expected: type and new_weights)");
            return null;
        }
        requireKnown(place + ".", task, TASK_FIELDS);
        requireType(place + ".type", task.get("type"));
        var config = config(place + ".config_id", task.get("config_id"));
        var weights = weights(place + ".new_weights", task.get("new_weights"));
        var remark = text(place + ".comment", task.get("comment"));
        var comment = tried(() -> TextRules.remark(place + ".comment", remark));
        var names = names(place + ".override", task.get("override"));
        var overrides = tried(() -> Overrides.rules(place + ".override", names));
        if (overrides != null && !overrides.isEmpty() && comment == null) {
            fault(place + ".comment", "(expected: not blank, since there is an override)");
        }
        return weights == null || overrides == null
                ? null
                : new Recipe.Task(name, config, weights, comment, overrides);
    }

    private void requireKnown(String prefix, JsonNode node, Set<String> known) {
        for (var name : node.propertyNames()) {
            if (!known.contains(name)) {
                fault(
                        prefix + name,
                        "unknown field (expected: %s)".formatted(String.join(", ", known)));
            }
        }
    }

    private void requireType(String place, @Nullable JsonNode type) {
        if (type == null || !type.isString() || !type.stringValue().equals(Recipe.SET_WEIGHTS)) {
            fault(
                    place,
                    "%s (expected: %s)"
                            .formatted(
                                    type == null ? "missing" : "not a type of tasks",
                                    Recipe.SET_WEIGHTS));
        }
    }

    private ConfigId config(String place, @Nullable JsonNode node) {
        var name = text(place, node);
        if (name == null) {
            return defaultConfig;
        }
        try {
            return new ConfigId(name);
        } catch (IllegalArgumentException _) {
            fault(place, "(expected: the name of a config)");
            return defaultConfig;
        }
    }

    private @Nullable PerLocation<NewWeight> weights(String place, @Nullable JsonNode node) {
        if (node == null) {
            fault(place, "missing (expected: components, and in them locations)");
            return null;
        }
        var weights = tried(() -> WeightTables.wanted(place, node));
        if (weights == null) {
            return null;
        }
        if (weights.components().isEmpty()) {
            fault(place, "(expected: at least one component)");
        }
        weights.components()
                .forEach((component, row) -> {
                    if (row.isEmpty()) {
                        fault(place + "." + component, "(expected: at least one location)");
                    }
                });
        return weights;
    }

    /** Null: there is none, or it is wrong, which was told. */
    private @Nullable String text(String place, @Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        if (!node.isString()) {
            fault(place, "(expected: a text; numbers, true, false and null in quotes)");
            return null;
        }
        return node.stringValue();
    }

    private List<String> names(String place, @Nullable JsonNode node) {
        var names = new ArrayList<String>();
        if (node == null) {
            return names;
        }
        if (!node.isArray()) {
            fault(place, "(expected: a list of safety rules)");
            return names;
        }
        for (var one : node) {
            var name = text("%s[%d]".formatted(place, names.size()), one);
            if (name == null) {
                return List.of();
            }
            names.add(name);
        }
        return names;
    }

    /** Null: none, or a mistake, which was told. */
    private <T> @Nullable T tried(Supplier<@Nullable T> read) {
        try {
            return read.get();
        } catch (ProblemException e) {
            faults.addAll(e.faults());
            return null;
        }
    }

    private void fault(String place, String detail) {
        faults.add(new Fault(place, place + ": " + detail));
    }
}
