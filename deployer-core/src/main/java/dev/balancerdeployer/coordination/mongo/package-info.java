/** The stores of coordination on MongoDB (SPEC C8). */
@NullMarked
package dev.balancerdeployer.coordination.mongo;

import org.jspecify.annotations.NullMarked;
