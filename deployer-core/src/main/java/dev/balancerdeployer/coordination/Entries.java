package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.JobLedger.Stored;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Changes entries of the ledger by decisions that are taken again when somebody was faster. */
final class Entries {

    private final JobLedger ledger;
    private final DatabaseTime time;

    Entries(JobLedger ledger, DatabaseTime time) {
        this.ledger = ledger;
        this.time = time;
    }

    /**
     * Decides on the entry of a job, which is made if there is none, and stores the decision.
     *
     * @param decide given the entry and database time, read in that order
     */
    <T> T change(JobName job, BiFunction<JobEntry, Instant, Move<T>> decide) {
        var stored = read(job);
        while (true) {
            var move = decide.apply(stored.entry(), time.now());
            var next = move.next();
            if (next == null || ledger.replace(stored, next, move.notBefore())) {
                return move.answer();
            }
            var again = read(job);
            if (again.rev() == stored.rev() && move.notBefore() != null) {
                return move.tooEarly();
            }
            stored = again;
        }
    }

    private Stored read(JobName job) {
        var found = ledger.find(job);
        if (found.isPresent()) {
            return found.get();
        }
        ledger.ensure(job);
        return ledger.find(job).orElseThrow();
    }

    /**
     * A decision.
     *
     * @param next null: nothing changes
     * @param notBefore database time from which it may land; null: any
     */
    record Move<T>(@Nullable JobEntry next, @Nullable Instant notBefore, T answer, T tooEarly) {

        static <T> Move<T> keep(T answer) {
            return new Move<>(null, null, answer, answer);
        }

        static <T> Move<T> replace(JobEntry next, T answer) {
            return new Move<>(next, null, answer, answer);
        }

        Move<T> from(Instant earliest, T otherwise) {
            return new Move<>(next, earliest, answer, otherwise);
        }
    }
}
