/**
 * The one way our adapters talk to MongoDB: single-document compare-and-set on a growing {@code
 * rev}, majority concerns, the database's time, and paging (SPEC C8). Used by adapters only.
 */
@ApplicationModule(allowedDependencies = "coordination")
@NullMarked
package dev.balancerdeployer.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
