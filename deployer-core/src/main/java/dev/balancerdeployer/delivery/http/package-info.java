/** Awacs elsewhere: the client of a registry that another application hosts (SPEC D3). */
@NullMarked
package dev.balancerdeployer.delivery.http;

import org.jspecify.annotations.NullMarked;
