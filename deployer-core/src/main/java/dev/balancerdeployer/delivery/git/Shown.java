package dev.balancerdeployer.delivery.git;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Hostile text, as it can be shown: escaped, and cut to a bearable length. */
final class Shown {

    private static final int MAX = 200;

    private Shown() {}

    /** Bytes that should be UTF-8; if they are not, those beyond ASCII are shown as numbers. */
    static String bytes(byte[] bytes) {
        return isShortAscii(bytes) ? new String(bytes, StandardCharsets.US_ASCII) : hostile(bytes);
    }

    private static boolean isShortAscii(byte[] bytes) {
        for (var each : bytes) {
            if (each < ' ' || each == 0x7f) {
                return false;
            }
        }
        return bytes.length <= MAX;
    }

    private static String hostile(byte[] bytes) {
        return utf8(bytes)
                .map(Shown::text)
                .orElseGet(() -> {
                    var shown = new StringBuilder();
                    for (var each : bytes) {
                        if (each < ' ' || each == 0x7f) {
                            shown.append("\\x%02x".formatted(each));
                        } else {
                            shown.append((char) each);
                        }
                    }
                    return cut(shown.toString());
                });
    }

    static String text(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .limit(MAX + 1L)
                .forEach(it -> {
                    if (isPlain(it)) {
                        shown.appendCodePoint(it);
                    } else {
                        shown.append("\\u{%x}".formatted(it));
                    }
                });
        return cut(shown.toString());
    }

    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /** Shows as itself, and does not move what stands around it. */
    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    private static String cut(String shown) {
        if (shown.length() <= MAX) {
            return shown;
        }
        var end = Character.isHighSurrogate(shown.charAt(MAX - 1)) ? MAX - 1 : MAX;
        return shown.substring(0, end) + "...";
    }
}
