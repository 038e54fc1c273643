package dev.balancerdeployer.delivery.git;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a blob is as text: an object is UTF-8 without NUL. */
sealed interface StrictText {

    record Good(String text) implements StrictText {}

    /**
     * @param line 1-based, of the first bad byte; 0 if the whole file is meant
     */
    record Bad(int line, String reason) implements StrictText {}

    static StrictText of(byte[] bytes) {
        for (var i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return new Bad(lineAt(bytes, i), "a NUL (expected: UTF-8 text)");
            }
        }
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        var decoder = StandardCharsets.UTF_8.newDecoder();
        if (decoder.decode(in, out, true).isError()) {
            return new Bad(
                    lineAt(bytes, in.position()),
                    "the byte 0x%02x is not UTF-8 (expected: UTF-8 text)"
                            .formatted(bytes[in.position()]));
        }
        return new Good(out.flip().toString());
    }

    /** Empty if there is no UTF-8 for it, as for half of a surrogate pair. */
    static Optional<byte[]> bytes(String text) {
        try {
            var encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Optional.of(bytes);
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static int lineAt(byte[] bytes, int position) {
        var line = 1;
        for (var i = 0; i < position; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }
}
