package dev.balancerdeployer.web.recipes;

import dev.balancerdeployer.web.IdempotencyHeader;
import dev.balancerdeployer.web.StrictJson;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.IdempotencyKey;
import dev.balancerdeployer.weights.NewWeight;
import dev.balancerdeployer.weights.PerLocation;
import dev.balancerdeployer.weights.SafetyRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives each task of a recipe an idempotency key of its own (SPEC W7). Keys are kept per config, so
 * the first task of a config has the recipe's key itself and the ones after it parts of it by their
 * number: whatever else is sent with that key finds it taken. The digest is that of the whole
 * recipe. For one thread, in the order of the tasks.
 */
final class TaskKeys {

    /** Null: the recipe has none. */
    private final @Nullable IdempotencyKey key;

    private final Map<ConfigId, Integer> given = new HashMap<>();

    private TaskKeys(@Nullable IdempotencyKey key) {
        this.key = key;
    }

    /**
     * The keys of a recipe.
     *
     * @throws IllegalArgumentException if the header is not a key
     */
    static TaskKeys of(IdempotencyHeader header, Recipe recipe) {
        var key = header.key();
        return new TaskKeys(
                key == null ? null : new IdempotencyKey(key, header.digest(meaning(recipe))));
    }

    /** Of the next task; null: it has none. */
    @Nullable IdempotencyKey next(Recipe.Task task) {
        if (key == null) {
            return null;
        }
        var number = given.merge(task.config(), 1, Integer::sum);
        return number == 1 ? key : key.part(String.valueOf(number), key.digest());
    }

    /** Equal for recipes that mean the same; the order of tasks counts, that of locations not. */
    private static String meaning(Recipe recipe) {
        var parts = new ArrayList<@Nullable Object>();
        parts.add(recipe.description());
        recipe.tasks()
                .forEach(it ->
                        parts.addAll(
                                Arrays.asList(
                                        it.name(),
                                        it.config().value(),
                                        weights(it.newWeights()),
                                        it.comment(),
                                        it.overrides().stream()
                                                .map(SafetyRule::wireName)
                                                .toList())));
        return StrictJson.mapper().writeValueAsString(parts);
    }

    private static List<Object> weights(PerLocation<NewWeight> weights) {
        var rows = new ArrayList<Object>();
        weights.components()
                .forEach((component, row) -> {
                    var wanted = new TreeMap<String, String>();
                    row.forEach((location, it) -> wanted.put(location.value(), text(it)));
                    rows.add(List.of(component.value(), wanted));
                });
        return rows;
    }

    private static String text(NewWeight wanted) {
        return switch (wanted) {
            case NewWeight.Exactly it -> it.weight().toString();
            case NewWeight.Default _ -> "default";
        };
    }
}
