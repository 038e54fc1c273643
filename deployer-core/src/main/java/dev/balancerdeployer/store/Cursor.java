package dev.balancerdeployer.store;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** Where a page of a list ended: the sort key of its last item, opaque to callers. */
public final class Cursor {

    private static final String SEPARATOR = "\u001f";

    private Cursor() {}

    /**
     * Writes a cursor.
     *
     * @param list names the list, so that a cursor of another one is refused
     * @param key of the last item of the page
     */
    public static String of(String list, Object... key) {
        var text = new StringBuilder(list);
        for (var part : key) {
            text.append(SEPARATOR).append(part);
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a cursor back into the parts of its key.
     *
     * @throws IllegalArgumentException if {@link #of} never wrote it for this list with that many
     *     parts
     */
    public static List<String> parse(String list, String after, int parts) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8);
            var found = Arrays.asList(text.split(SEPARATOR, -1));
            if (found.size() == parts + 1
                    && found.getFirst().equals(list)
                    && of(list, found.subList(1, found.size()).toArray()).equals(after)) {
                return List.copyOf(found.subList(1, found.size()));
            }
        } catch (IllegalArgumentException _) {
            // not base64: refused below like every other text that no page gave out
        }
        throw refused();
    }

    /**
     * Reads a cursor whose key is one number, such as a version.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static long parseNumber(String list, String after) {
        try {
            return Long.parseLong(parse(list, after, 1).getFirst());
        } catch (NumberFormatException _) {
            throw refused();
        }
    }

    /**
     * Cuts a page out of what was fetched with {@code limit + 1}.
     *
     * @param fetched up to one item more than asked for
     * @param cursorOf the cursor of an item, see {@link #of}
     */
    public static <T> Page<T> page(
            List<T> fetched, PageRequest request, Function<? super T, String> cursorOf) {
        if (fetched.size() <= request.limit()) {
            return new Page<>(fetched, null);
        }
        var items = fetched.subList(0, request.limit());
        return new Page<>(items, cursorOf.apply(items.getLast()));
    }

    /** The refusal of a cursor that no page gave out, for keys with a form of their own. */
    public static IllegalArgumentException refused() {
        return new IllegalArgumentException("after: not a cursor (expected: 'next' of a page)");
    }
}
