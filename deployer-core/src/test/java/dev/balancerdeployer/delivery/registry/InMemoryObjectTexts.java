package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.delivery.ObjectDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Texts and manifests without a database. */
public final class InMemoryObjectTexts implements ObjectTexts {

    private final Map<ObjectDigest, String> texts = new ConcurrentHashMap<>();
    private final Map<Manifest.Ref, Manifest> manifests = new ConcurrentHashMap<>();

    @Override
    public void put(Map<ObjectDigest, String> wanted) {
        texts.putAll(wanted);
    }

    @Override
    public Map<ObjectDigest, String> texts(Collection<ObjectDigest> digests) {
        return all(texts, digests);
    }

    @Override
    public void putManifest(Manifest manifest) {
        manifests.put(manifest.ref(), manifest);
    }

    @Override
    public Map<Manifest.Ref, Manifest> manifests(Collection<Manifest.Ref> refs) {
        return all(manifests, refs);
    }

    private static <K, V> Map<K, V> all(Map<K, V> stored, Collection<K> wanted) {
        var found = new HashMap<K, V>();
        for (var key : wanted) {
            var value = stored.get(key);
            if (value == null) {
                throw new IllegalStateException("the registry's store lacks " + key);
            }
            found.put(key, value);
        }
        return found;
    }
}
