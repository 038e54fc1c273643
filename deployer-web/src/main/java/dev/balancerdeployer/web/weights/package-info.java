/** REST of L7 weights: configs, values, steps, shifts, history (API.md section 5). */
@NullMarked
package dev.balancerdeployer.web.weights;

import org.jspecify.annotations.NullMarked;
