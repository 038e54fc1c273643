/**
 * Load programs that print how the product compares with named anchors; not part of the
 * application.
 */
@NullMarked
package dev.balancerdeployerbench;

import org.jspecify.annotations.NullMarked;
