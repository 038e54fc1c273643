/** L7 weights: configs, values, normalisation, shifts (SPEC section 3). */
@ApplicationModule(allowedDependencies = "coordination")
@NullMarked
package dev.balancerdeployer.weights;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
