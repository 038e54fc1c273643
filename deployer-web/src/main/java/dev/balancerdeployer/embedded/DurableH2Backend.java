package dev.balancerdeployer.embedded;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;

/**
 * Commits every write before it is acknowledged, so that killing the process loses nothing
 * acknowledged (SPEC O1). The plain backend commits once a second and can tear an index.
 *
 * <p>Writes are made one after the other: a commit must not take half of another one along. A
 * reader sees a document as it was at one instant: the plain backend answers with the live document
 * and changes it in place while the answer is still on its way, so that a reader gets the new
 * {@code rev} with the old rest and its compare-and-set then wins wrongly.
 */
final class DurableH2Backend extends H2Backend {

    private static final Set<String> WRITES =
            Set.of(
                    "insert",
                    "update",
                    "delete",
                    "findandmodify",
                    "createindexes",
                    "dropindexes",
                    "drop",
                    "dropdatabase",
                    "create",
                    "renamecollection");

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final boolean fsync;

    /**
     * Takes the store over.
     *
     * @param store opened without automatic commits
     * @param fsync whether commits are forced to the disk
     */
    DurableH2Backend(MVStore store, boolean fsync) {
        super(store);
        this.fsync = fsync;
        store.setAutoCommitDelay(0);
        // Without these two the file grows by hundreds of megabytes in minutes.
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
    }

    @Override
    public Document handleCommand(
            Channel channel, String database, String command, Document query) {
        if (getMvStore().isClosed()) {
            // After a failed write, such as on a full disk: no server is better than a stale one.
            throw new MongoServerException("the database file is closed");
        }
        var name = command.toLowerCase(Locale.ROOT);
        if (name.equals("hello")) {
            // What the server calls it; drivers and the health indicator ask by the new name.
            return super.handleCommand(channel, database, "ismaster", query);
        }
        if (!writes(name, query)) {
            return read(channel, database, command, query);
        }
        lock.writeLock().lock();
        try {
            return write(channel, database, command, query).cloneDeeply();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Document read(Channel channel, String database, String command, Document query) {
        lock.readLock().lock();
        try {
            return super.handleCommand(channel, database, command, query).cloneDeeply();
        } finally {
            lock.readLock().unlock();
        }
    }

    private Document write(Channel channel, String database, String command, Document query) {
        try {
            return super.handleCommand(channel, database, command, query);
        } finally {
            // A refused command may have changed something before it was refused.
            commit();
            if (fsync) {
                getMvStore().sync();
            }
        }
    }

    private static boolean writes(String command, Document query) {
        return WRITES.contains(command)
                || (command.equals("aggregate")
                        && query.get("pipeline") instanceof List<?> stages
                        && !stages.isEmpty()
                        && stages.getLast() instanceof Document last
                        && (last.containsKey("$out") || last.containsKey("$merge")));
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            super.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
