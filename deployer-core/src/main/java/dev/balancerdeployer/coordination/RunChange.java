package dev.balancerdeployer.coordination;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a run changed (API.md section 3).
 *
 * @param kind such as {@code PAUSE_SET}, {@code PAUSE_LIFTED}, {@code CONFIG_UPDATED}
 */
public record RunChange(
        String kind, @Nullable String namespace, @Nullable String location, String detail) {}
