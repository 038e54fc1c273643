package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The way back into the config repository (SPEC D13, D14): commits are made in the local mirror,
 * then pushed. Thread-safe. Every call may throw {@link SourceUnavailable}; a push may then have
 * happened or not, and the next {@link ConfigRepository#fetch()} shows it.
 */
public interface ConfigCommits {

    /**
     * What earlier pulls brought to a line of history: per namespace and object the newest awacs
     * version that a commit with the trailers {@code Awacs-Namespace} and {@code Awacs-Version}
     * names, of those that changed that object. Anybody can write trailers: they are claims.
     * Remembers what it has seen, so that only new commits cost anything.
     *
     * @param head a fetched revision, or the tip of a {@link Made}
     */
    Map<NamespaceId, Map<ObjectPath, Claimed>> pulled(Revision head);

    /** What a trailer says: that commit brought the object's text of that version. */
    record Claimed(long version, Revision commit) {}

    /**
     * Makes one commit after the other, on top of {@code onto}, without pushing them. A commit that
     * would change nothing is left out.
     *
     * @param onto a fetched revision, or the tip of an earlier {@link Made}
     * @param wanted all of one namespace, oldest first
     */
    Written write(Revision onto, NamespaceId namespace, List<Wanted> wanted);

    /**
     * One awacs version on its way to Git.
     *
     * @param author as awacs names him
     * @param at when he did it
     * @param changes what each object is then; empty: it is gone
     */
    record Wanted(
            long version,
            String author,
            Instant at,
            String comment,
            SortedMap<ObjectPath, Optional<String>> changes) {

        public Wanted {
            changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
        }
    }

    /** What became of {@link #write}. */
    sealed interface Written {}

    /**
     * @param commits oldest first, by the version they brought; none: all was there already
     * @param tip the last commit, or {@code onto}
     * @param digest of the whole namespace then
     */
    record Made(List<Commit> commits, Revision tip, ContentDigest digest) implements Written {

        public Made {
            commits = List.copyOf(commits);
        }
    }

    /** A commit that was made. */
    record Commit(long version, Revision revision) {}

    /**
     * The namespace would not be well-formed in Git, so nothing was made.
     *
     * @param problems at least one
     */
    record Refused(List<SourceProblem> problems) implements Written {

        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Moves a branch of the remote forward, never by force.
     *
     * @param expected where the branch was; null: it was not there
     * @return true: it is at {@code tip}, perhaps already was; false: somebody was faster, or the
     *     remote refuses it
     */
    boolean push(String branch, @Nullable Revision expected, Revision tip);
}
