package dev.balancerdeployerbench;

import dev.balancerdeployer.delivery.ObjectPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

/** A bare repository with many namespaces, all in the same locations. */
final class ConfigsRepository implements AutoCloseable {

    private final FileRepository repository;
    private final List<String> locations;
    private final SortedMap<String, ObjectId> files = new TreeMap<>();
    private final ObjectInserter inserter;
    private final ObjectId namespaceFile;
    private int commits;

    ConfigsRepository(Path directory, int locations) throws IOException {
        this.locations = IntStream.range(0, locations).mapToObj("dc%d"::formatted).toList();
        repository = new FileRepository(directory.toFile());
        repository.create(true);
        inserter = repository.getObjectDatabase().newPackInserter();
        namespaceFile =
                blob(
                        this.locations.stream()
                                .map("  - location: %s\n"::formatted)
                                .collect(
                                        Collectors.joining("", "owners: [sre]\nbalancers:\n", "")));
    }

    List<String> locations() {
        return locations;
    }

    void put(String namespace, Map<ObjectPath, String> objects) {
        files.put(namespace + "/namespace.yaml", namespaceFile);
        objects.forEach((path, text) -> files.put(namespace + "/" + path, blob(text)));
    }

    void commit() {
        try {
            var index = DirCache.newInCore();
            var builder = index.builder();
            files.forEach((path, id) -> {
                var entry = new DirCacheEntry(path);
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(id);
                builder.add(entry);
            });
            builder.finish();
            var commit = new CommitBuilder();
            commit.setTreeId(index.writeTree(inserter));
            var head = repository.resolve("refs/heads/main");
            if (head != null) {
                commit.setParentId(head);
            }
            var author =
                    new PersonIdent(
                            "bench",
                            "bench@example.com",
                            Instant.EPOCH.plusSeconds(commits++),
                            ZoneOffset.UTC);
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage("change " + commits);
            var id = inserter.insert(commit);
            inserter.flush();
            var update = repository.updateRef("refs/heads/main");
            update.setNewObjectId(id);
            update.forceUpdate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        inserter.close();
        repository.close();
    }

    private ObjectId blob(String text) {
        try {
            return inserter.insert(Constants.OBJ_BLOB, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
