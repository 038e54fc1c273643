package dev.balancerdeployer.web.awacs;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents the headers that {@link SafeguardHeaders} reads. */
@Parameters({
    @Parameter(
            name = Safeguards.ATTEMPT,
            in = ParameterIn.HEADER,
            description = "Name of this write; sent again it changes nothing",
            schema = @Schema(type = "string"),
            example = "run-41/vla/lift"),
    @Parameter(
            name = Safeguards.FENCE,
            in = ParameterIn.HEADER,
            description = "Grant of a semaphore, NAME:NUMBER; refused once a higher one was seen",
            schema = @Schema(type = "string"),
            example = "MAPS_BALANCER_DEPLOYER:7"),
    @Parameter(
            name = Safeguards.NOT_AFTER,
            in = ParameterIn.HEADER,
            description = "The write lands before this time or not at all",
            schema = @Schema(type = "string", format = "date-time"),
            example = "2030-01-01T00:00:02.000Z")
})
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface WithSafeguardHeaders {}
