/** The registry's stores on MongoDB. */
@NullMarked
package dev.balancerdeployer.delivery.registry.mongo;

import org.jspecify.annotations.NullMarked;
