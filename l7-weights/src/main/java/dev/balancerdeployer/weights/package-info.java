/**
 * L7 weights: configs, values, normalisation, shifts (SPEC section 3).
 *
 * <p>{@link dev.balancerdeployer.weights.WeightChanges} changes, {@link
 * dev.balancerdeployer.weights.WeightQueries} reads, {@link
 * dev.balancerdeployer.weights.CurrentWeights} waits for what is current. The rest of the public
 * types are what those speak of, and the ports of the stores.
 */
@ApplicationModule(allowedDependencies = {"coordination", "store"})
@NullMarked
package dev.balancerdeployer.weights;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
