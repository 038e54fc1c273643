/**
 * The data directory, and the database that runs in this process when no other is given (SPEC O1).
 */
@ApplicationModule(allowedDependencies = "delivery")
@NullMarked
package dev.balancerdeployer.embedded;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
