package dev.balancerdeployer.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * What Git and awacs last had in common, per object (SPEC D9, D13): the texts of one of awacs'
 * versions, but for the objects that were changed by hand there and are not in Git yet. It moves
 * only to texts that both sides hold.
 *
 * @param version awacs' version, 1 or more
 * @param older objects whose common text is that of another version, which is older where it is
 *     stored
 */
public record Base(long version, List<Older> older) {

    public Base {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "version: %d (expected: 1 or more)".formatted(version));
        }
        older = List.copyOf(older);
    }

    /**
     * @param version the one that holds the text, or lacks the object; 0: there was none
     */
    public record Older(ObjectPath path, long version) {}

    /** All that awacs holds at that version is common. */
    static Base all(long version) {
        return new Base(version, List.of());
    }

    /** The same, but for one object, of which another version's text counts. */
    Base with(ObjectPath path, long counts) {
        var all = new ArrayList<>(older);
        all.removeIf(it -> it.path().equals(path));
        if (counts != version) {
            all.add(new Older(path, counts));
        }
        return new Base(version, all);
    }

    /** The version whose text of that object is common. */
    long versionOf(ObjectPath path) {
        return older.stream()
                .filter(it -> it.path().equals(path))
                .mapToLong(Older::version)
                .findFirst()
                .orElse(version);
    }
}
