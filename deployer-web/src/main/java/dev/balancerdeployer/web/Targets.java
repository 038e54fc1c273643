package dev.balancerdeployer.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the target of a request, its path and query as they were sent, may hold (SPEC S0). */
final class Targets {

    private static final String PATH = "path";

    private Targets() {}

    /**
     * Refuses the segments {@code .} and {@code ..}, {@code ;}, {@code //}, backslashes, encoded
     * slashes, control characters, and what is not UTF-8 once decoded.
     *
     * @throws ProblemException 400
     */
    static void requirePlainPath(@Nullable String path) {
        if (path == null || !path.startsWith("/")) {
            throw refused(PATH, "does not begin with a slash");
        }
        if (path.contains("//")) {
            throw refused(PATH, "holds an empty segment");
        }
        for (var raw : path.split("/", -1)) {
            var segment = decode(PATH, raw, false);
            if (segment.equals(".") || segment.equals("..")) {
                throw refused(PATH, "holds a segment . or ..");
            }
            if (segment.chars().anyMatch(c -> c == ';' || c == '/' || c == '\\')) {
                throw refused(PATH, "holds a semicolon, an encoded slash or a backslash");
            }
            if (segment.chars().anyMatch(Character::isISOControl)) {
                throw refused(PATH, "holds a control character");
            }
        }
    }

    /** The path decoded where it is plain, else as it was sent. */
    static String readable(String path) {
        try {
            requirePlainPath(path);
            return decode(PATH, path, false);
        } catch (ProblemException _) {
            return path;
        }
    }

    static boolean isPlain(String path) {
        try {
            requirePlainPath(path);
            return true;
        } catch (ProblemException _) {
            return false;
        }
    }

    /**
     * Refuses NUL, what is not UTF-8 once decoded, and a value without a name.
     *
     * @throws ProblemException 400
     */
    static void requirePlainQuery(@Nullable String query) {
        if (query == null) {
            return;
        }
        for (var pair : query.split("&", -1)) {
            var cut = pair.indexOf('=');
            var name = decode("query", cut < 0 ? pair : pair.substring(0, cut), true);
            var place = name.isEmpty() ? "query" : TextRules.shown(name, 100);
            var value = cut < 0 ? "" : decode(place, pair.substring(cut + 1), true);
            if (cut == 0) {
                throw refused(place, "holds a value without a name");
            }
            if (TextRules.fault(name) != null || TextRules.fault(value) != null) {
                throw refused(place, "holds a NUL character");
            }
        }
    }

    private static String decode(String place, String raw, boolean plusIsSpace) {
        var bytes = new ByteArrayOutputStream(raw.length());
        for (var i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            if (c == '%') {
                var high = digit(raw, i + 1);
                var low = digit(raw, i + 2);
                if (high < 0 || low < 0) {
                    throw refused(place, "holds a broken % sequence");
                }
                bytes.write(high * 16 + low);
                i += 2;
            } else if (c > 0x7e) {
                throw refused(place, "holds a character that must be encoded");
            } else {
                bytes.write(plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException _) {
            throw refused(place, "is not UTF-8");
        }
    }

    private static int digit(String text, int index) {
        return index < text.length() && text.charAt(index) < 0x80
                ? Character.digit(text.charAt(index), 16)
                : -1;
    }

    private static ProblemException refused(String place, String why) {
        return ProblemException.invalid(place, place + ": " + why);
    }
}
