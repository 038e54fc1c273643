package dev.balancerdeployer.web.awacs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.NewBalancer.NewPause;
import dev.balancerdeployer.web.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A balancer that a namespace is to have: {@code "sas"}, or an object with its pauses. */
@Schema(name = "WantedBalancer")
record WantedBalancer(
        String location,
        @JsonSetter(contentNulls = Nulls.FAIL) @Nullable List<WantedPause> pauses) {

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    WantedBalancer {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static WantedBalancer of(String location) {
        return new WantedBalancer(location, null);
    }

    NewBalancer toDomain(String place) {
        var born = new ArrayList<NewPause>();
        var tokens = new HashSet<String>();
        var wanted = pauses == null ? List.<WantedPause>of() : pauses;
        for (var i = 0; i < wanted.size(); i++) {
            var pausePlace = "%s.pauses[%d]".formatted(place, i);
            if (!tokens.add(wanted.get(i).token())) {
                var token = pausePlace + ".token";
                throw ProblemException.invalid(token, token + ": twice (expected: once)");
            }
            born.add(wanted.get(i).toDomain(pausePlace));
        }
        return new NewBalancer(
                Places.at(place + ".location", () -> new LocationId(location)), born);
    }
}
