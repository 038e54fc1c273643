/** The stores of weights on MongoDB (SPEC C8). */
@NullMarked
package dev.balancerdeployer.weights.mongo;

import org.jspecify.annotations.NullMarked;
