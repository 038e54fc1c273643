package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.Examples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Makes the example repository from the files under {@code examples/balancers} on the class path.
 * It is built beside and renamed, so that it is complete as soon as it is there.
 */
final class ExampleRepository implements Examples {

    private static final String ROOT = "examples/balancers/";
    private static final String BRANCH = Constants.R_HEADS + "main";

    private final Clock clock;

    ExampleRepository(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void create(Path bareRepository) {
        if (Files.exists(bareRepository)) {
            return;
        }
        var path = bareRepository.toAbsolutePath();
        var next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.createDirectories(path.getParent());
            Leftovers.delete(next);
            build(next, files());
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the example repository could not be made", e);
        }
    }

    private void build(Path directory, SortedMap<String, byte[]> files) throws IOException {
        OwnSystemReader.install();
        try (var repository =
                new FileRepositoryBuilder().setGitDir(directory.toFile()).setBare().build()) {
            repository.create(true);
            var head = repository.updateRef(Constants.HEAD);
            head.disableRefLog();
            require(head.link(BRANCH), RefUpdate.Result.FORCED, RefUpdate.Result.NO_CHANGE);
            commit(repository, files);
        }
    }

    private void commit(Repository repository, SortedMap<String, byte[]> files) throws IOException {
        try (var inserter = repository.newObjectInserter()) {
            var index = DirCache.newInCore();
            var entries = index.builder();
            for (var file : files.entrySet()) {
                var entry = new DirCacheEntry(file.getKey());
                entry.setFileMode(FileMode.REGULAR_FILE);
                entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue()));
                entries.add(entry);
            }
            entries.finish();
            var author =
                    new PersonIdent(
                            "balancer-deployer",
                            "balancer-deployer@localhost",
                            clock.instant(),
                            ZoneOffset.UTC);
            var commit = new CommitBuilder();
            commit.setTreeId(index.writeTree(inserter));
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage("Add the example namespaces\n");
            var update = repository.updateRef(BRANCH);
            update.setNewObjectId(inserter.insert(commit));
            inserter.flush();
            update.disableRefLog();
            require(update.update(), RefUpdate.Result.NEW);
        }
    }

    private static SortedMap<String, byte[]> files() throws IOException {
        var files = new TreeMap<String, byte[]>();
        var found =
                new PathMatchingResourcePatternResolver(ExampleRepository.class.getClassLoader())
                        .getResources("classpath*:" + ROOT + "**/*");
        for (var resource : found) {
            if (resource.isReadable()) {
                var url = resource.getURL().toString();
                var path = url.substring(url.lastIndexOf(ROOT) + ROOT.length());
                if (!path.endsWith("/")) {
                    files.put(path, resource.getContentAsByteArray());
                }
            }
        }
        if (files.isEmpty()) {
            throw new IOException("there are no examples on the class path");
        }
        return files;
    }

    private static void require(RefUpdate.Result result, RefUpdate.Result... expected)
            throws IOException {
        if (!Arrays.asList(expected).contains(result)) {
            throw new IOException("the repository refuses its branch: " + result);
        }
    }
}
