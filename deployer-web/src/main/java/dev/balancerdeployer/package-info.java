/** The application: one control plane that changes L7 balancers safely. */
@NullMarked
package dev.balancerdeployer;

import org.jspecify.annotations.NullMarked;
