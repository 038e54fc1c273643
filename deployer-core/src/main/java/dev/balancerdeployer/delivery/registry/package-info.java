/**
 * The built-in registry: awacs inside this application (SPEC D4, D5). What a config update, a
 * pause, a lift or a node's report does to a namespace is a pure function here; the store is a
 * port.
 */
@NamedInterface("registry")
@NullMarked
package dev.balancerdeployer.delivery.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
