package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.coordination.Names;
import dev.balancerdeployer.delivery.git.RawTree.Entry;
import java.util.Locale;
import java.util.Optional;

/** Which names a repository may hold (SPEC D2). */
final class NameRules {

    private NameRules() {}

    /** Why an entry must not be called so; empty if it may. */
    static Optional<String> objection(Entry entry) {
        var name = entry.name();
        if (isTraversal(name)) {
            return Optional.of("the name '%s' is not allowed".formatted(name));
        }
        if (!entry.plain()) {
            return Optional.of("the name is not plain UTF-8 text");
        }
        try {
            Names.requireName("name", name);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    /** Names that lead elsewhere, or into git's own files, on some system. */
    static boolean isTraversal(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case ".", "..", ".git", "git~1" -> true;
            default -> false;
        };
    }
}
