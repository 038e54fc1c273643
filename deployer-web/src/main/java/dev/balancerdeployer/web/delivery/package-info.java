/** REST of deliveries: namespaces, deployments, rollouts (API.md section 4). */
@NullMarked
package dev.balancerdeployer.web.delivery;

import org.jspecify.annotations.NullMarked;
