/** The HTTP API; only this package knows HTTP. */
@ApplicationModule(
        allowedDependencies = {
            "coordination",
            "delivery",
            "delivery :: registry",
            "scheduler",
            "weights"
        })
@NullMarked
package dev.balancerdeployer.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
