package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.ObjectPath;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.SortedMap;

/** An object with its text on the wire. */
@Schema(name = "AwacsObjectText")
record ObjectText(String path, String content) {

    static List<ObjectText> of(SortedMap<ObjectPath, String> objects) {
        return objects.entrySet().stream()
                .map(it -> new ObjectText(it.getKey().value(), it.getValue()))
                .toList();
    }
}
