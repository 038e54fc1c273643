package dev.balancerdeployertest;

import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A reader sees a document as it was at one instant. The plain backend answers with the live
 * document and changes it in place, field by field, while the answer is being written to the wire:
 * a reader gets the new {@code rev} with the old rest, and its compare-and-set then matches.
 */
class WholeReadsBackend extends MemoryBackend {

    private static final Set<String> READS =
            Set.of("find", "getmore", "aggregate", "count", "distinct");

    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    @Override
    public Document handleCommand(
            Channel channel, String database, String command, Document query) {
        var used = lockFor(command.toLowerCase(Locale.ROOT));
        used.lock();
        try {
            return super.handleCommand(channel, database, command, query).cloneDeeply();
        } finally {
            used.unlock();
        }
    }

    private Lock lockFor(String command) {
        return READS.contains(command) ? lock.readLock() : lock.writeLock();
    }
}
