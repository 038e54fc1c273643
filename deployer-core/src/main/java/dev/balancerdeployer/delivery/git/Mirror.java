package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bare repository on this replica's disk. It appears under its name only once it is complete:
 *
 * <pre>
 *   (nothing) --- first fetch, built beside, renamed ---> whole --- found damaged ---> damaged
 *                                                          ^                              |
 *                                                          +------ built beside, swapped -+
 * </pre>
 *
 * Reads go on while it is fetched; only the swap waits for them. Damaged or not, it is kept until
 * there is a better one.
 */
final class Mirror implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Mirror.class);
    private static final Duration BETWEEN_REPAIRS = Duration.ofHours(1);
    private static final int MAX_PACKS = 20;

    private final Path directory;
    private final RemoteFetch remote;
    private final LongSupplier nanos;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private @Nullable Repository repository;
    private volatile boolean suspect;
    private @Nullable Long repairedAt;

    /** Reads from the mirror. */
    @FunctionalInterface
    interface Read<T> {
        T from(Repository mirror) throws IOException;
    }

    /**
     * @param directory its parent is made when needed
     * @param nanos monotonic
     */
    Mirror(Path directory, RemoteFetch remote, LongSupplier nanos) {
        this.directory = directory;
        this.remote = remote;
        this.nanos = nanos;
    }

    /** Whether there is one on the disk; the first fetch takes longer. */
    boolean exists() {
        return Files.isDirectory(directory);
    }

    /** Something could not be read: the next fetch makes it anew. */
    void suspect() {
        suspect = true;
    }

    /**
     * @param read throws nothing unchecked by itself but {@link SourceUnavailable}
     * @throws SourceUnavailable if there is no mirror yet, or what is asked for cannot be read
     */
    <T> T read(Read<T> read) {
        while (true) {
            lock.readLock().lock();
            try {
                if (repository != null) {
                    return readable(repository, read);
                }
            } catch (IOException e) {
                suspect();
                throw damaged(e);
            } finally {
                lock.readLock().unlock();
            }
            open();
        }
    }

    private static <T> T readable(Repository mirror, Read<T> read) throws IOException {
        try {
            return read.from(mirror);
        } catch (SourceUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IOException("JGit stumbles over it", e); // as it does over wrong bytes
        }
    }

    /**
     * Brings it up to date. To be called by one thread at a time.
     *
     * @throws SourceUnavailable if that failed
     */
    Revision update(Deadline deadline) {
        try {
            return alone(() -> updateAlone(deadline));
        } catch (OverlappingFileLockException e) {
            throw new SourceUnavailable("the mirror of the config repository is in use", e);
        } catch (IOException e) {
            throw TransferFailure.of(remote.remote(), Transfer.FETCH, e);
        }
    }

    /**
     * Sends something of it to the remote. To be called by one thread at a time, which does not
     * {@link #update} it meanwhile; readers never wait for it.
     *
     * @throws SourceUnavailable if that failed
     */
    <T> T send(Read<T> push) {
        var mirror = opened();
        if (mirror == null) {
            open();
            throw new SourceUnavailable("the config repository is being fetched");
        }
        try {
            return alone(() -> readable(mirror, push));
        } catch (OverlappingFileLockException e) {
            throw new SourceUnavailable("the mirror of the config repository is in use", e);
        } catch (IOException e) {
            throw TransferFailure.of(remote.remote(), Transfer.PUSH, e);
        }
    }

    /** Packs many small packs into one; nobody waits for it. */
    void tidy() {
        try {
            alone(() -> {
                var mirror = repository;
                if (mirror != null && packs() > MAX_PACKS) {
                    Git.wrap(mirror).gc().call();
                }
                return directory;
            });
        } catch (IOException | GitAPIException | OverlappingFileLockException e) {
            log.warn("The mirror of the config repository could not be packed", e);
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closeRepository();
        } finally {
            lock.writeLock().unlock();
        }
    }

    // ---- fetching

    /** Work that no other thread or process does on these files at the same time. */
    @FunctionalInterface
    private interface Work<T, E extends Exception> {
        T run() throws IOException, E;
    }

    private <T, E extends Exception> T alone(Work<T, E> work) throws IOException, E {
        Files.createDirectories(directory.toAbsolutePath().getParent());
        try (var channel =
                        FileChannel.open(
                                beside(".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            return work.run();
        }
    }

    private Revision updateAlone(ProgressMonitor monitor) throws IOException {
        var mirror = opened();
        if (mirror == null || (suspect && mayRepair())) {
            return renew(monitor);
        }
        try {
            Leftovers.removeFrom(directory);
            return transfer(mirror, monitor);
        } catch (IOException e) {
            if (!RemoteFetch.isWhole(mirror) && mayRepair()) {
                return renew(monitor);
            }
            throw e;
        }
    }

    private Revision transfer(Repository mirror, ProgressMonitor monitor) throws IOException {
        return readable(mirror, it -> remote.into(it, monitor));
    }

    /** Builds a new one beside and puts it in the old one's place. */
    private Revision renew(ProgressMonitor monitor) throws IOException {
        repairedAt = nanos.getAsLong();
        var next = beside(".new");
        Leftovers.delete(next);
        Revision head;
        try (var mirror = create(next)) {
            head = transfer(mirror, monitor);
        }
        lock.writeLock().lock();
        try {
            closeRepository();
            var old = beside(".old");
            Leftovers.delete(old);
            if (exists()) {
                Files.move(directory, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(next, directory, StandardCopyOption.ATOMIC_MOVE);
            suspect = false;
            Leftovers.delete(old);
        } finally {
            lock.writeLock().unlock();
        }
        log.info("Made a new mirror of {}", remote.remote().label());
        return head;
    }

    private boolean mayRepair() {
        return repairedAt == null || nanos.getAsLong() - repairedAt > BETWEEN_REPAIRS.toNanos();
    }

    private static Repository create(Path path) throws IOException {
        OwnSystemReader.install();
        var mirror = new FileRepositoryBuilder().setGitDir(path.toFile()).setBare().build();
        mirror.create(true);
        var config = mirror.getConfig();
        // never by itself and never beside: see tidy()
        config.setInt("gc", null, "auto", 0);
        config.setInt("gc", null, "autoPackLimit", 0);
        config.setBoolean("gc", null, "autoDetach", false);
        // what was force-pushed away may still be on its way through the locations
        // ("never" would let JGit drop it when it packs)
        config.setString("gc", null, "pruneExpire", "50.years.ago");
        config.setString("gc", null, "prunePackExpire", "now");
        config.setBoolean("pack", null, "buildBitmaps", false);
        config.save();
        return mirror;
    }

    // ---- opening

    private void open() {
        if (!exists()) {
            throw new SourceUnavailable("the config repository has not been fetched yet");
        }
        if (opened() == null) {
            throw damaged(new IOException("it cannot be opened"));
        }
    }

    /** The open repository; null if there is none, or none that can be opened. */
    private @Nullable Repository opened() {
        lock.writeLock().lock();
        try {
            if (repository == null && exists()) {
                OwnSystemReader.install();
                var found =
                        new FileRepositoryBuilder()
                                .setGitDir(directory.toFile())
                                .setBare()
                                .setMustExist(true)
                                .build();
                if (RemoteFetch.isWhole(found)) {
                    repository = found;
                } else {
                    found.close();
                }
            }
            return repository;
        } catch (IOException | IllegalArgumentException e) {
            log.debug("The mirror cannot be opened", e);
            return null;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void closeRepository() {
        if (repository != null) {
            repository.close();
            repository = null;
        }
    }

    private int packs() throws IOException {
        try (var files = Files.list(directory.resolve("objects/pack"))) {
            return (int) files.filter(it -> it.toString().endsWith(".pack")).count();
        }
    }

    private Path beside(String suffix) {
        return directory.resolveSibling(directory.getFileName() + suffix);
    }

    private static SourceUnavailable damaged(IOException e) {
        return new SourceUnavailable(
                "the mirror of the config repository is damaged; the next fetch makes it anew", e);
    }
}
