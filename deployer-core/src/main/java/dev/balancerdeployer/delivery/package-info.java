/**
 * Balancer delivery: configs travel from Git to awacs one location at a time (SPEC section 2).
 * Namespaces, rollouts and pauses, and the ports {@code Awacs} and {@code ConfigRepository}.
 */
@ApplicationModule(allowedDependencies = {"coordination", "store"})
@NullMarked
package dev.balancerdeployer.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
