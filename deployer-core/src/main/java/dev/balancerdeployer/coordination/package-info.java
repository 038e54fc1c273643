/**
 * What every part of the product is coordinated by: semaphore, lease and fence, ITS values, the
 * kill switch, the job ledger and the audit log (SPEC C1-C9).
 */
@ApplicationModule(allowedDependencies = "store")
@NullMarked
package dev.balancerdeployer.coordination;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
