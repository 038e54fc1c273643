package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.NamespaceId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a commit of the puller says (SPEC D13, D14):
 *
 * <pre>
 *   maps-front version 12: Raise the timeouts
 *
 *   &gt; Raise the timeouts
 *   &gt; of the slow backends.
 *
 *   Awacs-Namespace: maps-front
 *   Awacs-Version: 12
 * </pre>
 *
 * A comment is hostile: it is quoted, so that no line of it is taken for a trailer, a divider or a
 * scissors line.
 */
record PullMessage(NamespaceId namespace, long version) {

    private static final String NAMESPACE = "Awacs-Namespace";
    private static final String VERSION = "Awacs-Version";
    private static final int MAX_SUBJECT = 72;
    private static final Pattern TRAILER = Pattern.compile("([A-Za-z0-9-]+)[ \t]*:(.*)");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern BLANK_LINES = Pattern.compile("\n(?:[ \t\r]*\n)+");

    String text(String comment) {
        var lines = Arrays.stream(comment.split("\\R", -1)).map(PullMessage::plain).toList();
        var whole = String.join("\n", lines).strip();
        var first = whole.lines().findFirst().orElse("").strip();
        var subject = cut(first);
        var text = new StringBuilder("%s version %d".formatted(namespace, version));
        if (!subject.isEmpty()) {
            text.append(": ").append(subject);
        }
        text.append("\n\n");
        if (!whole.equals(subject)) {
            text.append(
                    whole.lines()
                            .map(it -> "> " + it)
                            .map(String::stripTrailing)
                            .collect(Collectors.joining("\n", "", "\n\n")));
        }
        return text.append("%s: %s\n%s: %d\n".formatted(NAMESPACE, namespace, VERSION, version))
                .toString();
    }

    /** Without what does not show as itself. */
    private static String plain(String line) {
        var plain = new StringBuilder();
        line.codePoints()
                .forEach(it -> {
                    switch (Character.getType(it)) {
                        case Character.CONTROL -> plain.append(' ');
                        case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED ->
                                plain.append('?');
                        default -> plain.appendCodePoint(it);
                    }
                });
        return plain.toString();
    }

    private static String cut(String line) {
        if (line.codePointCount(0, line.length()) <= MAX_SUBJECT) {
            return line;
        }
        var end = line.offsetByCodePoints(0, MAX_SUBJECT - 3);
        return line.substring(0, end).strip() + "...";
    }

    // ---- reading

    /**
     * What the trailers of a message claim: the last paragraph consists of trailers and names
     * either thing exactly once.
     */
    static Optional<PullMessage> claimed(String message) {
        var paragraphs = BLANK_LINES.split(message.strip(), -1);
        if (paragraphs.length < 2) {
            return Optional.empty(); // the first one is the subject
        }
        var values = trailers(paragraphs[paragraphs.length - 1]);
        if (values == null) {
            return Optional.empty();
        }
        var name = values.get(NAMESPACE.toLowerCase(Locale.ROOT));
        var number = values.get(VERSION.toLowerCase(Locale.ROOT));
        if (name == null || number == null || !NUMBER.matcher(number).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PullMessage(new NamespaceId(name), Long.parseLong(number)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** By name, in lower case; null if something else stands there too, or one of ours twice. */
    private static @Nullable TreeMap<String, String> trailers(String paragraph) {
        var values = new TreeMap<String, String>();
        var last = "";
        for (var line : paragraph.lines().toList()) {
            var trailer = TRAILER.matcher(line);
            if (!last.isEmpty() && (line.startsWith(" ") || line.startsWith("\t"))) {
                values.merge(last, line.strip(), (a, b) -> a + " " + b);
            } else if (trailer.matches()) {
                last = trailer.group(1).toLowerCase(Locale.ROOT);
                if (values.put(last, trailer.group(2).strip()) != null && isOurs(last)) {
                    return null;
                }
            } else {
                return null;
            }
        }
        return values;
    }

    private static boolean isOurs(String name) {
        return name.equalsIgnoreCase(NAMESPACE) || name.equalsIgnoreCase(VERSION);
    }
}
