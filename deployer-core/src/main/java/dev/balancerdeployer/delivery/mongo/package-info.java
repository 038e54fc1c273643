/** Delivery's stores on MongoDB. */
@NullMarked
package dev.balancerdeployer.delivery.mongo;

import org.jspecify.annotations.NullMarked;
