package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.SemaphoreName;
import io.swagger.v3.oas.annotations.media.Schema;

/** A grant's number on the wire. */
@Schema(name = "Fence", example = "{\"semaphore\": \"MAPS_BALANCER_DEPLOYER\", \"number\": 7}")
record FenceBody(String semaphore, long number) {

    Fence toDomain(String place) {
        return Places.at(place, () -> new Fence(new SemaphoreName(semaphore), number));
    }
}
