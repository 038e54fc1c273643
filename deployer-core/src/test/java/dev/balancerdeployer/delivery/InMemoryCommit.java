package dev.balancerdeployer.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A commit of {@link InMemoryConfigRepository}.
 *
 * @param parents the line that it goes on is the last of them
 * @param trailers null: it has none
 */
record InMemoryCommit(
        List<Revision> parents,
        SortedMap<String, Content> contents,
        String author,
        String message,
        @Nullable Instant at,
        @Nullable Trailers trailers) {

    /** Trailers, and what the commit changed of that namespace. */
    record Trailers(NamespaceId namespace, long version, Set<ObjectPath> changed) {}

    sealed interface Content {

        record Good(SourceNamespace namespace, SortedMap<ObjectPath, String> objects)
                implements Content {

            Good with(SortedMap<ObjectPath, String> others) {
                return new Good(
                        new SourceNamespace(
                                namespace.id(),
                                digest(others),
                                namespace.owners(),
                                namespace.locations(),
                                namespace.bake(),
                                namespace.onNewer()),
                        Collections.unmodifiableSortedMap(others));
            }
        }

        record Bad(SourceListing.Refused refused) implements Content {}
    }

    static Content.Good good(NamespaceSource source) {
        var objects = new TreeMap<ObjectPath, String>();
        source.objects().forEach((path, text) -> objects.put(new ObjectPath(path), text));
        return new Content.Good(
                new SourceNamespace(
                        new NamespaceId(source.name()),
                        digest(objects),
                        source.owners(),
                        source.locations().stream().map(LocationId::new).toList(),
                        source.bake(),
                        source.onNewer()),
                Collections.unmodifiableSortedMap(objects));
    }

    /** What forbids that a namespace consists of these objects, as with a real repository. */
    static List<SourceProblem> problems(SortedMap<ObjectPath, String> objects) {
        var problems = new ArrayList<SourceProblem>();
        var bytes = 0L;
        for (var object : objects.entrySet()) {
            var path = object.getKey().value();
            var size = object.getValue().getBytes(StandardCharsets.UTF_8).length;
            bytes += size;
            if (path.equals("namespace.yaml")) {
                problems.add(new SourceProblem(path, 0, "no object may be called so"));
            }
            if (size > 1 << 20 || object.getValue().indexOf(0) >= 0) {
                problems.add(new SourceProblem(path, 0, "too large, or no text"));
            }
            if (objects.keySet().stream().anyMatch(it -> it.value().startsWith(path + "/"))) {
                problems.add(new SourceProblem(path, 0, "a file and a directory"));
            }
        }
        if (bytes > 16 << 20) {
            problems.add(new SourceProblem(".", 0, "too large in all"));
        }
        return problems;
    }

    private static ContentDigest digest(SortedMap<ObjectPath, String> objects) {
        return new ContentDigest(
                ObjectDigest.of(
                                objects.entrySet().stream()
                                        .map(it ->
                                                it.getKey() + " " + ObjectDigest.of(it.getValue()))
                                        .collect(Collectors.joining("\n")))
                        .hex());
    }
}
