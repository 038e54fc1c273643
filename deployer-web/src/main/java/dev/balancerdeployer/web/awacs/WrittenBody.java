package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.NamespaceId;
import io.swagger.v3.oas.annotations.media.Schema;

/** A namespace and the version it was at right after a write. */
@Schema(name = "AwacsWritten")
record WrittenBody(String namespace, long version) {

    static WrittenBody of(NamespaceId namespace, long version) {
        return new WrittenBody(namespace.value(), version);
    }
}
