package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.registry.NodeTargets.Answer.Target;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What a balancer's nodes should run. */
@Schema(name = "AwacsTarget")
record TargetBody(String namespace, String location, long version, List<ObjectText> objects) {

    static TargetBody of(Target target) {
        return new TargetBody(
                target.namespace().value(),
                target.location().value(),
                target.version(),
                ObjectText.of(target.objects()));
    }
}
