package dev.balancerdeployer.delivery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.balancerdeployer.delivery.AwacsNamespace.ObjectEntry;
import dev.balancerdeployer.delivery.ObjectDigest;
import dev.balancerdeployer.delivery.ObjectPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of objects' texts must do (SPEC D4). */
public abstract class ObjectTextsContract {

    private final String unique = UUID.randomUUID().toString();

    protected abstract ObjectTexts texts();

    @Test
    void keepsTextsAsTheyAre() {
        var wanted = byDigest("", unique + "\u00fc\ud83d\ude00\r\n\t", "\ufeff" + unique);

        texts().put(wanted);

        assertThat(texts().texts(wanted.keySet())).isEqualTo(wanted);
        assertThat(texts().texts(List.of())).isEmpty();
    }

    @Test
    void takesTextsThatAreThereAlready() {
        texts().put(byDigest(unique + "a", unique + "b"));

        texts().put(byDigest(unique + "b", unique + "c"));

        assertThat(texts().texts(byDigest(unique + "a", unique + "b", unique + "c").keySet()))
                .hasSize(3);
    }

    @Test
    void saysThatATextIsMissing() {
        var digest = ObjectDigest.of(unique);

        assertThatIllegalStateException()
                .isThrownBy(() -> texts().texts(List.of(digest)))
                .withMessageContaining(digest.hex());
    }

    @Test
    void keepsManifests() {
        var full = manifest(unique, "haproxy.cfg", "backends/a.yaml");
        var empty = new Manifest(List.of());

        texts().putManifest(full);
        texts().putManifest(full);
        texts().putManifest(empty);

        assertThat(texts().manifests(List.of(full.ref(), empty.ref(), full.ref())))
                .isEqualTo(Map.of(full.ref(), full, empty.ref(), empty));
    }

    @Test
    void saysThatAManifestIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> texts().manifests(List.of(manifest(unique, "a").ref())));
    }

    @Test
    void losesNothingWhenManyPutTheSame() throws Exception {
        var wanted =
                byDigest(IntStream.range(0, 50).mapToObj(it -> unique + it).toArray(String[]::new));
        try (var threads = Executors.newFixedThreadPool(4)) {
            var writers =
                    IntStream.range(0, 4)
                            .<Callable<Boolean>>mapToObj(_ ->
                                    () -> {
                                        texts().put(wanted);
                                        return texts().texts(wanted.keySet()).equals(wanted);
                                    })
                            .toList();

            assertThat(threads.invokeAll(writers)).allMatch(it -> it.resultNow());
        }
    }

    @Test
    void takesALotOfSmallTextsAtOnce() {
        var wanted =
                byDigest(
                        IntStream.range(0, 2_500)
                                .mapToObj(it -> unique + it)
                                .toArray(String[]::new));

        texts().put(wanted);

        assertThat(texts().texts(wanted.keySet())).isEqualTo(wanted);
    }

    private static Manifest manifest(String text, String... paths) {
        var objects = new TreeMap<ObjectPath, String>();
        for (var path : paths) {
            objects.put(new ObjectPath(path), text);
        }
        var manifest = Manifest.of(objects);
        assertThat(manifest.entries()).extracting(ObjectEntry::path).isSorted();
        return manifest;
    }

    private static Map<ObjectDigest, String> byDigest(String... texts) {
        var byDigest = new HashMap<ObjectDigest, String>();
        for (var text : texts) {
            byDigest.put(ObjectDigest.of(text), text);
        }
        return byDigest;
    }
}
