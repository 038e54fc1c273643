package dev.balancerdeployer.delivery.registry.mongo;

import dev.balancerdeployer.delivery.AwacsNamespace.ObjectEntry;
import dev.balancerdeployer.delivery.ObjectDigest;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.registry.Manifest;
import dev.balancerdeployer.delivery.registry.ObjectTexts;
import dev.balancerdeployer.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** Texts and manifests, each under its digest: equal ones are stored once, whoever wrote them. */
final class MongoObjectTexts implements ObjectTexts {

    /** UTF-16 units sent at once; well below the 48 MB of a message, and of a time limit. */
    private static final int BATCH = 4 << 20;

    private final InsertOnce texts;
    private final InsertOnce manifests;

    MongoObjectTexts(Store store) {
        this.texts = new InsertOnce(store.collection("awacs_texts"));
        this.manifests = new InsertOnce(store.collection("awacs_manifests"));
    }

    @Override
    public void put(Map<ObjectDigest, String> wanted) {
        var present = texts.present(wanted.keySet().stream().map(ObjectDigest::hex).toList());
        var batch = new ArrayList<Document>();
        var units = 0;
        for (var it : wanted.entrySet()) {
            if (present.contains(it.getKey().hex())) {
                continue;
            }
            batch.add(new Document("_id", it.getKey().hex()).append("text", it.getValue()));
            units += it.getValue().length();
            if (units >= BATCH) {
                texts.put(batch);
                batch.clear();
                units = 0;
            }
        }
        texts.put(batch);
    }

    @Override
    public Map<ObjectDigest, String> texts(Collection<ObjectDigest> digests) {
        var found = new HashMap<ObjectDigest, String>();
        for (var it : texts.find(digests.stream().map(ObjectDigest::hex).toList())) {
            found.put(new ObjectDigest(it.getString("_id")), it.getString("text"));
        }
        return complete(found, digests);
    }

    @Override
    public void putManifest(Manifest manifest) {
        var entries =
                manifest.entries().stream()
                        .map(it ->
                                new Document("path", it.path().value())
                                        .append("size", it.size())
                                        .append("digest", it.digest().hex()))
                        .toList();
        manifests.put(
                List.of(
                        new Document("_id", manifest.ref().digest().hex())
                                .append("entries", entries)));
    }

    @Override
    public Map<Manifest.Ref, Manifest> manifests(Collection<Manifest.Ref> refs) {
        var byDigest = new HashMap<String, Manifest>();
        var digests = refs.stream().map(it -> it.digest().hex()).distinct().toList();
        for (var it : manifests.find(digests)) {
            byDigest.put(it.getString("_id"), manifest(it.getList("entries", Document.class)));
        }
        var found = new HashMap<Manifest.Ref, Manifest>();
        for (var ref : refs) {
            var manifest = byDigest.get(ref.digest().hex());
            if (manifest != null) {
                found.put(ref, manifest);
            }
        }
        return complete(found, refs);
    }

    private static Manifest manifest(List<Document> entries) {
        return new Manifest(
                entries.stream()
                        .map(it ->
                                new ObjectEntry(
                                        new ObjectPath(it.getString("path")),
                                        it.getLong("size"),
                                        new ObjectDigest(it.getString("digest"))))
                        .toList());
    }

    private static <K, V> Map<K, V> complete(Map<K, V> found, Collection<K> wanted) {
        for (var key : wanted) {
            if (!found.containsKey(key)) {
                throw new IllegalStateException("the registry's store lacks " + key);
            }
        }
        return found;
    }
}
