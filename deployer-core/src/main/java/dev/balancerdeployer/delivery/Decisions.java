package dev.balancerdeployer.delivery;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What people decided about objects that were changed in awacs, as far as awacs still holds the
 * text that they decided on (SPEC D13).
 *
 * @param known awacs as it is now
 */
record Decisions(Contents contents, NamespaceRecord record, AwacsNamespace known) {

    /** Whether Git's text is to be written over what awacs holds now: that waits for nobody. */
    boolean forGit() {
        return record.pulls().resolutions().stream()
                .anyMatch(it -> it.take() == Take.GIT && about(it.path()) == Take.GIT);
    }

    /** Null: nobody decided anything, or it is about another text. */
    @Nullable Take about(ObjectPath path) {
        var decided = record.pulls().resolution(path);
        if (decided.isEmpty()) {
            return null;
        }
        var version = decided.get().version();
        var same =
                version == known.version()
                        || Objects.equals(
                                contents.at(record.id(), version).get(path),
                                Contents.of(known).get(path));
        return same ? decided.get().take() : null;
    }
}
