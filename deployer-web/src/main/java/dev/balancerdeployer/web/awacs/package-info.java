/**
 * The built-in awacs over HTTP: for people, for deployers elsewhere and for balancer nodes (SPEC
 * D5).
 */
@NullMarked
package dev.balancerdeployer.web.awacs;

import org.jspecify.annotations.NullMarked;
