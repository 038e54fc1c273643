/** Fires the jobs: thin Quartz jobs that call use cases (SPEC C6). */
@ApplicationModule(allowedDependencies = {"coordination", "delivery"})
@NullMarked
package dev.balancerdeployer.scheduler;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
