package dev.balancerdeployer.web.awacs;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.TextRules;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All of a namespace's config in one write.
 *
 * @param balancers those it must have; none is ever removed; null: none in particular
 * @param objects all of them; what is not here goes
 * @param revision the Git revision it comes from; null for a person's write
 */
@Schema(
        name = "AwacsNamespacePut",
        example =
                """
                {"balancers": ["sas",
                               {"location": "vla",
                                "pauses": [{"token": "bake/41", "kind": "BAKE",
                                            "reason": "one location at a time"}]}],
                 "objects": [{"path": "haproxy.cfg", "content": "global\\n"},
                             {"path": "backends/front.yaml", "content": "port: 80\\n"}],
                 "comment": "a shorter timeout for the search backends",
                 "attempt": "run-41/maps-front/update"}
                """)
record NamespacePut(
        @JsonSetter(contentNulls = Nulls.FAIL) @Nullable List<WantedBalancer> balancers,
        @JsonSetter(contentNulls = Nulls.FAIL) List<ObjectText> objects,
        @Nullable String comment,
        @Nullable String revision,
        @Nullable String attempt,
        @Nullable FenceBody fence,
        @Nullable Instant notAfter) {

    /**
     * @param expected null: the namespace must not exist
     * @throws ProblemException 400 with the place
     */
    ConfigUpdate toDomain(NamespaceId namespace, @Nullable Long expected) {
        var remark = remark();
        return new ConfigUpdate(
                namespace,
                expected,
                texts(),
                wanted(),
                remark == null ? "" : remark,
                revision == null ? null : Places.at("revision", () -> new Revision(revision)));
    }

    @Nullable String remark() {
        return TextRules.remark("comment", comment);
    }

    Safeguard safeguard(SafeguardHeaders headers) {
        return Safeguards.of(attempt, fence, notAfter, headers);
    }

    /** Where in this body an object is that the registry names by its path. */
    String placeOf(String path) {
        for (var i = 0; i < objects.size(); i++) {
            if (objects.get(i).path().equals(path)) {
                return "objects[%d].content".formatted(i);
            }
        }
        return path;
    }

    private SortedMap<ObjectPath, String> texts() {
        var texts = new TreeMap<ObjectPath, String>();
        for (var i = 0; i < objects.size(); i++) {
            var place = "objects[%d].path".formatted(i);
            var object = objects.get(i);
            var path = Places.at(place, () -> new ObjectPath(object.path()));
            if (texts.put(path, object.content()) != null) {
                throw ProblemException.invalid(
                        place, "%s: %s twice (expected: once)".formatted(place, path));
            }
        }
        return texts;
    }

    private List<NewBalancer> wanted() {
        var wanted = new ArrayList<NewBalancer>();
        var seen = new HashSet<LocationId>();
        var all = balancers == null ? List.<WantedBalancer>of() : balancers;
        for (var i = 0; i < all.size(); i++) {
            var place = "balancers[%d]".formatted(i);
            var balancer = all.get(i).toDomain(place);
            if (!seen.add(balancer.location())) {
                throw ProblemException.invalid(
                        place,
                        "%s: %s twice (expected: once)".formatted(place, balancer.location()));
            }
            wanted.add(balancer);
        }
        return wanted;
    }
}
