package dev.balancerdeployer.delivery.git;

import java.io.IOException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** Reads files as text, as far as they are. */
final class Blobs {

    /** What is said of an object that git should have. */
    static final String UNREADABLE = "missing or damaged in the mirror of the repository";

    private Blobs() {}

    /**
     * @param maxBytes a larger one is not read
     * @throws IOException if it is missing or damaged
     */
    static StrictText read(ObjectReader reader, ObjectId id, int maxBytes) throws IOException {
        try {
            var size = reader.getObjectSize(id, Constants.OBJ_BLOB);
            if (size > maxBytes) {
                return new StrictText.Bad(
                        0, "%d bytes (expected: at most %d)".formatted(size, maxBytes));
            }
            return StrictText.of(reader.open(id, Constants.OBJ_BLOB).getCachedBytes(maxBytes));
        } catch (IncorrectObjectTypeException _) {
            return new StrictText.Bad(0, "no file in git, though its directory says so");
        }
    }
}
