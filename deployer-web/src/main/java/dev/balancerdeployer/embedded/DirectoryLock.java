package dev.balancerdeployer.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a data directory belong to this process until it is closed or the process ends, however it
 * ends (SPEC O1).
 */
final class DirectoryLock implements AutoCloseable {

    private static final String LOCK = "lock";

    /** Locked far behind the content, so that a second process can read who the first is. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /**
     * What this process has. A lock of the operating system does not keep a process from itself,
     * and closing a second channel of the file would release it.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private DirectoryLock(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the directory, which is created if it is missing.
     *
     * @param directory absolute
     * @throws StartRefused if another process has it, or it cannot be created or written
     */
    static DirectoryLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            return lock(directory.toRealPath());
        } catch (IOException e) {
            throw new StartRefused(
                    "The data directory "
                            + directory
                            + " cannot be created or written ("
                            + reason(e)
                            + ").",
                    "Give a directory that this user may write with --deployer.data-dir=DIRECTORY.",
                    e);
        }
    }

    /** The real path. */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // the lock is gone either way
        } finally {
            OURS.remove(path);
        }
    }

    private static DirectoryLock lock(Path path) throws IOException {
        if (!OURS.add(path)) {
            throw inUse(path, ProcessHandle.current().pid() + "");
        }
        try {
            var channel =
                    FileChannel.open(
                            path.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                channel.close();
                throw inUse(path, Files.readString(path.resolve(LOCK)).strip());
            }
            var pid = ProcessHandle.current().pid() + "\n";
            channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
            return new DirectoryLock(path, channel);
        } catch (IOException | RuntimeException e) {
            OURS.remove(path);
            throw e;
        }
    }

    private static StartRefused inUse(Path path, String pid) {
        return new StartRefused(
                "The data directory "
                        + path
                        + " is in use by another Balancer Deployer (process "
                        + pid
                        + ").",
                "Stop that process, or give this one a directory of its own with"
                        + " --deployer.data-dir=DIRECTORY. Several replicas share a database by"
                        + " MONGODB_URI, never a data directory.",
                null);
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }
}
