package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page on the wire (API.md section 2).
 *
 * @param next cursor for {@code after}; null on the last page
 */
public record PageBody<T>(List<T> items, @Nullable String next) {

    public PageBody {
        items = List.copyOf(items);
    }

    public static <T> PageBody<T> of(Page<T> page) {
        return new PageBody<>(page.items(), page.next());
    }

    /** The page with its items in the form they have on the wire. */
    public static <T, R> PageBody<R> of(Page<T> page, Function<? super T, ? extends R> mapper) {
        return of(page.map(mapper));
    }
}
