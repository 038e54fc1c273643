package dev.balancerdeployer.delivery.registry;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the built-in registry.
 *
 * @param activation {@code reported}: a target is active when its node says so; {@code immediate}:
 *     at once, for there are no nodes
 */
@ConfigurationProperties("awacs")
record AwacsProperties(@DefaultValue("reported") String activation) {

    AwacsProperties {
        Activation.parse(activation);
    }

    Activation whenActive() {
        return Activation.parse(activation);
    }
}
