/** Reports of watchers (SPEC H9). */
@ApplicationModule(allowedDependencies = "coordination")
@NullMarked
package dev.balancerdeployer.fleet;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
