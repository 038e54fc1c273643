package dev.balancerdeployertest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.bson.RawBsonDocument;

/** One message of MongoDB's wire protocol, as much of it as a proxy has to understand. */
record WireMessage(ByteBuffer header, byte[] bytes) {

    private static final int HEADER = 16;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;

    /** The next message; empty at the end of the stream. */
    static Optional<WireMessage> read(InputStream from) throws IOException {
        var size = from.readNBytes(Integer.BYTES);
        if (size.length < Integer.BYTES) {
            return Optional.empty();
        }
        var bytes = new byte[littleEndian(size).getInt(0)];
        System.arraycopy(size, 0, bytes, 0, size.length);
        var missing = bytes.length - size.length;
        return from.readNBytes(bytes, size.length, missing) < missing
                ? Optional.empty()
                : Optional.of(new WireMessage(littleEndian(bytes), bytes));
    }

    int requestId() {
        return header.getInt(4);
    }

    int responseTo() {
        return header.getInt(8);
    }

    /** Empty for a message of a kind that no driver of today sends. */
    Optional<WireCommand> command() {
        return switch (header.getInt(12)) {
            case OP_MSG -> Optional.of(commandAt(HEADER + Integer.BYTES + 1));
            case OP_QUERY -> Optional.of(commandAt(afterName() + 2 * Integer.BYTES));
            default -> Optional.empty();
        };
    }

    private WireCommand commandAt(int start) {
        return WireCommand.of(new RawBsonDocument(bytes, start, header.getInt(start)));
    }

    private int afterName() {
        var at = HEADER + Integer.BYTES;
        while (bytes[at] != 0) {
            at++;
        }
        return at + 1;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
