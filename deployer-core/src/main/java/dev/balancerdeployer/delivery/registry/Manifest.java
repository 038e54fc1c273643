package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.delivery.AwacsNamespace.ObjectEntry;
import dev.balancerdeployer.delivery.ObjectDigest;
import dev.balancerdeployer.delivery.ObjectPath;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which objects a version has, without their texts; stored once for equal contents. */
public record Manifest(List<ObjectEntry> entries) {

    /**
     * How a version names its manifest.
     *
     * @param digest of the manifest's entries
     * @param objects how many there are
     */
    public record Ref(ObjectDigest digest, int objects) {}

    public Manifest {
        entries = entries.stream().sorted(Comparator.comparing(ObjectEntry::path)).toList();
    }

    static Manifest of(SortedMap<ObjectPath, String> texts) {
        return new Manifest(
                texts.entrySet().stream().map(it -> entry(it.getKey(), it.getValue())).toList());
    }

    Optional<ObjectEntry> entry(ObjectPath path) {
        return entries.stream().filter(it -> it.path().equals(path)).findFirst();
    }

    /** With this text at that path; null: without the path. */
    Manifest with(ObjectPath path, @Nullable String text) {
        var changed = new ArrayList<>(entries);
        changed.removeIf(it -> it.path().equals(path));
        if (text != null) {
            changed.add(entry(path, text));
        }
        return new Manifest(changed);
    }

    public Ref ref() {
        var canonical =
                entries.stream()
                        .map(it -> it.path() + " " + it.size() + " " + it.digest() + "\n")
                        .collect(Collectors.joining());
        return new Ref(ObjectDigest.of(canonical), entries.size());
    }

    /** The digests of the entries, each once. */
    List<ObjectDigest> digests() {
        return entries.stream().map(ObjectEntry::digest).distinct().toList();
    }

    /** Size and digest are of the UTF-8 form, so a text must have exactly one. */
    private static ObjectEntry entry(ObjectPath path, String text) {
        try {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(path + ": holds NUL (expected: text)");
            }
            var utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return new ObjectEntry(path, utf8.remaining(), ObjectDigest.of(text));
        } catch (CharacterCodingException _) {
            throw new IllegalArgumentException(path + ": holds a lone surrogate (expected: text)");
        }
    }
}
