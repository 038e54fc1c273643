package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.SourceUnavailable;
import java.io.IOException;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/** Puts objects into the mirror; nothing refers to them there. One thread only. */
final class NewObjects implements AutoCloseable {

    private final ObjectInserter inserter;

    /** Inserts something. */
    @FunctionalInterface
    private interface Insertion<T> {
        T run() throws IOException;
    }

    NewObjects(Repository mirror) {
        inserter = mirror.newObjectInserter();
    }

    ObjectId blob(byte[] bytes) {
        return insert(() -> inserter.insert(Constants.OBJ_BLOB, bytes));
    }

    ObjectId tree(byte[] bytes) {
        return insert(() -> inserter.insert(Constants.OBJ_TREE, bytes));
    }

    ObjectId commit(CommitBuilder commit) {
        return insert(() -> inserter.insert(commit));
    }

    void flush() {
        var _ =
                insert(() -> {
                    inserter.flush();
                    return true;
                });
    }

    @Override
    public void close() {
        inserter.close();
    }

    /** A full disk is no damage. */
    private static <T> T insert(Insertion<T> insertion) {
        try {
            return insertion.run();
        } catch (IOException e) {
            throw new SourceUnavailable("the mirror of the config repository cannot be written", e);
        }
    }
}
