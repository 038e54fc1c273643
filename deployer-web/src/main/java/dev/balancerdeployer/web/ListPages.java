package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.PageRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Pages of a short list that is whole in memory, by name. */
public final class ListPages {

    private ListPages() {}

    /**
     * One page.
     *
     * @param list names the list, so that a cursor of another one is refused
     * @param name by which the items are sorted; unique
     * @throws ProblemException 400, a cursor that no page gave out
     */
    public static <T> PageBody<T> of(
            String list, List<T> items, PageRequest request, Function<? super T, String> name) {
        var after = request.after() == null ? "" : read(list, request.after());
        var rest =
                items.stream()
                        .sorted(Comparator.comparing(name))
                        .filter(i -> name.apply(i).compareTo(after) > 0)
                        .toList();
        if (rest.size() <= request.limit()) {
            return new PageBody<>(rest, null);
        }
        var page = rest.subList(0, request.limit());
        return new PageBody<>(page, cursor(list, name.apply(page.getLast())));
    }

    private static String cursor(String list, String last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((list + ":" + last).getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String list, String cursor) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            var name = text.substring(Math.min(text.length(), list.length() + 1));
            if (text.startsWith(list + ":")
                    && !name.isEmpty()
                    && cursor(list, name).equals(cursor)) {
                return name;
            }
        } catch (IllegalArgumentException _) {
            // not base64: refused below
        }
        throw ProblemException.invalid("after", "after: not a cursor (expected: 'next' of a page)");
    }
}
