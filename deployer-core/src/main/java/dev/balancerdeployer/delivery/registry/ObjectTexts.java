package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.delivery.ObjectDigest;
import java.util.Collection;
import java.util.Map;

/**
 * The registry's store of what objects say, addressed by content and kept for ever (SPEC D4).
 * Thread-safe; everything is idempotent and may be repeated after {@code StoreUnavailable}. What is
 * stored and never referred to is garbage that nobody sees.
 */
public interface ObjectTexts {

    /** Stores those texts that are not there yet; all are there when this returns. */
    void put(Map<ObjectDigest, String> texts);

    /**
     * @throws IllegalStateException if one of them is missing
     */
    Map<ObjectDigest, String> texts(Collection<ObjectDigest> digests);

    void putManifest(Manifest manifest);

    /**
     * @throws IllegalStateException if one of them is missing
     */
    Map<Manifest.Ref, Manifest> manifests(Collection<Manifest.Ref> refs);
}
