/** Runtime attributes of services (SPEC section 5). */
@ApplicationModule(allowedDependencies = "coordination")
@NullMarked
package dev.balancerdeployer.attrs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
