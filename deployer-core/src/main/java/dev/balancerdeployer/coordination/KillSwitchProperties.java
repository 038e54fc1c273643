package dev.balancerdeployer.coordination;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the kill switch.
 *
 * @param closedLocations what a closed location means for the others: {@code hold} or {@code skip}
 * @param its where the flag is
 */
@ConfigurationProperties("deployer")
record KillSwitchProperties(@DefaultValue("hold") String closedLocations, @DefaultValue Its its) {

    KillSwitchProperties {
        policy(closedLocations);
    }

    /**
     * @param killSwitch path of the flag among the ITS values
     */
    record Its(@DefaultValue("maps/common/balancer_deployer") String killSwitch) {

        Its {
            try {
                var _ = new ItsPath(killSwitch);
            } catch (IllegalArgumentException _) {
                throw new IllegalArgumentException(
                        ("deployer.its.kill-switch: '%s' (expected: the path of an ITS value, 1..8"
                                        + " segments of [A-Za-z0-9_.-]{1,64}, the last not"
                                        + " 'history')")
                                .formatted(killSwitch));
            }
        }
    }

    ItsPath path() {
        return new ItsPath(its.killSwitch);
    }

    ClosedLocations policy() {
        return policy(closedLocations);
    }

    private static ClosedLocations policy(String setting) {
        return switch (setting) {
            case "hold" -> ClosedLocations.HOLD;
            case "skip" -> ClosedLocations.SKIP;
            default ->
                    throw new IllegalArgumentException(
                            "deployer.closed-locations: '%s' (expected: hold or skip)"
                                    .formatted(setting));
        };
    }
}
