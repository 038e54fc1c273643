package dev.balancerdeployer.coordination.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.ItsValue;
import dev.balancerdeployer.coordination.ItsValues.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of SPEC C4 as a model: whether what callers were told fits the history of a path.
 * Comments are unique, and tell whose a version is.
 */
final class ItsHistoryCheck {

    private final List<ItsValue> history;
    private final Map<String, ItsValue> byComment = new HashMap<>();

    /**
     * @param history oldest first
     */
    ItsHistoryCheck(List<ItsValue> history) {
        this.history = history;
        history.forEach(it -> byComment.put(Objects.requireNonNull(it.comment()), it));
    }

    /** The kinds of change. */
    enum Kind {
        CREATE,
        CREATE_FIRST,
        REPLACE,
        DELETE
    }

    /** What a caller was told. */
    sealed interface Told {}

    /**
     * @param since the newest version that was acknowledged to anybody before the call
     * @param outcome null: the store was unavailable
     */
    record Changed(Kind kind, long expected, String comment, long since, @Nullable Outcome outcome)
            implements Told {}

    record Looked(long since, Optional<ItsValue> found) implements Told {}

    void check(List<Told> told, String round) {
        for (var i = 0; i < history.size(); i++) {
            assertThat(history.get(i).version()).as(round).isEqualTo(i + 1);
        }
        assertThat(byComment).as(round).hasSize(history.size());
        assertThat(history.stream().map(ItsValue::updatedAt).toList()).as(round).isSorted();
        for (var it : told) {
            var allowed =
                    switch (it) {
                        case Looked looked -> allows(looked);
                        case Changed changed -> legal(changed) && allows(changed);
                    };
            assertThat(allowed).as("%s: %s in %s", round, it, history).isTrue();
        }
    }

    private boolean allows(Looked looked) {
        return looked.found()
                .map(it -> it.version() >= looked.since() && it.equals(at(it.version())))
                .orElseGet(() -> wasAwaySince(looked.since()));
    }

    /** Whether a change that is in the history had the right to be there. */
    private boolean legal(Changed changed) {
        var made = byComment.get(changed.comment());
        if (made == null) {
            return true;
        }
        var before = made.version() == 1 ? null : at(made.version() - 1);
        return switch (changed.kind()) {
            case CREATE -> before == null || before.deleted();
            case CREATE_FIRST -> before == null;
            case REPLACE, DELETE ->
                    before != null
                            && !before.deleted()
                            && before.version() == changed.expected()
                            && made.deleted() == (changed.kind() == Kind.DELETE);
        };
    }

    private boolean allows(Changed changed) {
        var made = byComment.get(changed.comment());
        return switch (changed.outcome()) {
            case null -> true;
            case Outcome.Saved(var value) ->
                    value.equals(made) && value.version() > changed.since();
            case Outcome.Stale(var current) ->
                    made == null
                            && current >= changed.since()
                            && current != changed.expected()
                            && isLive(current);
            case Outcome.Exists(var current) ->
                    made == null
                            && current >= changed.since()
                            && (changed.kind() == Kind.CREATE_FIRST || isLive(current));
            case Outcome.Missing() -> made == null && wasAwaySince(changed.since());
        };
    }

    private boolean isLive(long version) {
        return version >= 1 && version <= history.size() && !at(version).deleted();
    }

    /** At some time from that version on there was no value. */
    private boolean wasAwaySince(long version) {
        return version == 0
                || history.stream().anyMatch(it -> it.version() >= version && it.deleted());
    }

    private ItsValue at(long version) {
        return history.get((int) version - 1);
    }
}
