package dev.balancerdeployer.delivery.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * A git tree object as it is, with names that git itself would refuse to make. Its order is not
 * relied on.
 */
record RawTree(List<Entry> entries) {

    enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        SUBMODULE,
        UNKNOWN;

        static Kind of(int mode) {
            return switch (mode & 0170000) {
                case 0100000 -> FILE;
                case 0040000 -> DIRECTORY;
                case 0120000 -> SYMLINK;
                case 0160000 -> SUBMODULE;
                default -> UNKNOWN;
            };
        }
    }

    /**
     * @param name as the bytes are shown; as it is if {@code plain}
     * @param plain whether the name is UTF-8 and shows as itself
     */
    record Entry(Kind kind, String name, boolean plain, ObjectId id) {}

    /** It is larger than anybody needs, or no tree at all; the message says which. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason);
        }
    }

    RawTree {
        entries = List.copyOf(entries);
    }

    /**
     * @param maxBytes a larger one is not read
     * @throws IOException if it is missing or damaged
     */
    static RawTree read(ObjectReader reader, AnyObjectId id, int maxBytes)
            throws IOException, Refused {
        return parse(bytes(reader, id, maxBytes));
    }

    /** As {@link #read}, unread. */
    static byte[] bytes(ObjectReader reader, AnyObjectId id, int maxBytes)
            throws IOException, Refused {
        try {
            var size = reader.getObjectSize(id, Constants.OBJ_TREE);
            if (size > maxBytes) {
                throw new Refused(
                        "a directory of %d bytes (expected: at most %d)".formatted(size, maxBytes));
            }
            return reader.open(id, Constants.OBJ_TREE).getCachedBytes(maxBytes);
        } catch (IncorrectObjectTypeException _) {
            throw new Refused("no directory in git, though its parent says so");
        }
    }

    /** The first directory of that name, without reading the others. */
    static Optional<ObjectId> directory(
            ObjectReader reader, AnyObjectId id, String name, int maxBytes)
            throws IOException, Refused {
        var bytes = bytes(reader, id, maxBytes);
        var wanted = name.getBytes(StandardCharsets.UTF_8);
        var at = 0;
        while (at < bytes.length) {
            var isDirectory =
                    bytes[at] == '4'
                            || (bytes[at] == '0' && at + 1 < bytes.length && bytes[at + 1] == '4');
            while (at < bytes.length && bytes[at] != ' ') {
                at++;
            }
            var nameAt = ++at;
            while (at < bytes.length && bytes[at] != 0) {
                at++;
            }
            if (at + 1 + Constants.OBJECT_ID_LENGTH > bytes.length) {
                throw new Refused("a malformed git tree: it is cut off");
            }
            if (isDirectory && Arrays.equals(bytes, nameAt, at, wanted, 0, wanted.length)) {
                return Optional.of(ObjectId.fromRaw(bytes, at + 1));
            }
            at += 1 + Constants.OBJECT_ID_LENGTH;
        }
        return Optional.empty();
    }

    /** {@code mode SP name NUL id}, again and again. */
    static RawTree parse(byte[] bytes) throws Refused {
        var entries = new ArrayList<Entry>();
        var at = 0;
        while (at < bytes.length) {
            var mode = 0;
            for (; at < bytes.length && bytes[at] != ' '; at++) {
                if (bytes[at] < '0' || bytes[at] > '7' || mode > 0177777) {
                    throw new Refused("a malformed git tree: a mode is no number");
                }
                mode = mode * 8 + (bytes[at] - '0');
            }
            var nameAt = ++at;
            while (at < bytes.length && bytes[at] != 0) {
                at++;
            }
            if (at + 1 + Constants.OBJECT_ID_LENGTH > bytes.length) {
                throw new Refused("a malformed git tree: it is cut off");
            }
            var name = Arrays.copyOfRange(bytes, nameAt, at);
            var shown = Shown.bytes(name);
            entries.add(
                    new Entry(
                            Kind.of(mode),
                            shown,
                            Shown.utf8(name).filter(shown::equals).isPresent(),
                            ObjectId.fromRaw(bytes, at + 1)));
            at += 1 + Constants.OBJECT_ID_LENGTH;
        }
        return new RawTree(entries);
    }
}
