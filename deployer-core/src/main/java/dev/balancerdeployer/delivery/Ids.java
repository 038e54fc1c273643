package dev.balancerdeployer.delivery;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes names that are unique in the installation: 64 random bits, in hex. */
record Ids(RandomGenerator random) {

    RolloutId rollout() {
        return new RolloutId("r" + hex());
    }

    DeploymentId deployment() {
        return new DeploymentId("d" + hex());
    }

    /** Of a write that no rollout asks for. */
    AttemptId attempt() {
        return new AttemptId("a" + hex());
    }

    private String hex() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }
}
