/** Coordination's stores on MongoDB. */
@NullMarked
package dev.balancerdeployer.coordination.mongo;

import org.jspecify.annotations.NullMarked;
