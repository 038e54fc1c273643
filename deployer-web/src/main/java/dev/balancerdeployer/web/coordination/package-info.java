/** Coordination over HTTP: ITS values, jobs and runs, semaphores, leases, the audit log. */
@NullMarked
package dev.balancerdeployer.web.coordination;

import org.jspecify.annotations.NullMarked;
