/**
 * The config repository in Git (SPEC D1, D2): a bare mirror of it, what its directories say, and
 * the example repository. Everything that comes from there is taken for hostile.
 */
@NullMarked
package dev.balancerdeployer.delivery.git;

import org.jspecify.annotations.NullMarked;
