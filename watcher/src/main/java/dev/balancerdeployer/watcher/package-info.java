/** Refreshes HAProxy nodes when service discovery grows (SPEC section 4). */
@NullMarked
package dev.balancerdeployer.watcher;

import org.jspecify.annotations.NullMarked;
