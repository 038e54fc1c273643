/** Test support that knows nothing of the domain. */
@NullMarked
package dev.balancerdeployertest;

import org.jspecify.annotations.NullMarked;
