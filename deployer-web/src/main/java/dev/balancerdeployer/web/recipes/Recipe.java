package dev.balancerdeployer.web.recipes;

import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.NewWeight;
import dev.balancerdeployer.weights.PerLocation;
import dev.balancerdeployer.weights.SafetyRule;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A recipe that is well-formed as a whole (SPEC W7).
 *
 * @param tasks in the order in which they are run
 */
record Recipe(@Nullable String description, List<Task> tasks) {

    /** The only type of tasks there is. */
    static final String SET_WEIGHTS = "set_l7_balancer_weights";

    Recipe {
        tasks = List.copyOf(tasks);
    }

    /**
     * A step.
     *
     * @param name as the recipe calls it, once
     * @param overrides want a comment
     */
    record Task(
            String name,
            ConfigId config,
            PerLocation<NewWeight> newWeights,
            @Nullable String comment,
            SortedSet<SafetyRule> overrides) {

        Task {
            overrides = Collections.unmodifiableSortedSet(new TreeSet<>(overrides));
        }

        /** Where the recipe holds it. */
        String place() {
            return "tasks." + name;
        }
    }
}
