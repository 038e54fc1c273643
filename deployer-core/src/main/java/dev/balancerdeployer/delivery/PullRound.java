package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.RunChange;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.coordination.RunResult;
import dev.balancerdeployer.coordination.WriteGuard.Clearance;
import dev.balancerdeployer.delivery.ConfigCommits.Made;
import dev.balancerdeployer.delivery.ConfigCommits.Refused;
import dev.balancerdeployer.delivery.Pulling.Examined;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the puller, see {@link PullerJob}. */
final class PullRound {

    private static final Logger log = LoggerFactory.getLogger(PullRound.class);

    /** Namespaces whose commits share a push: what a lost race costs, and what a kill leaves. */
    private static final int BATCH = 50;

    /** How often a push that was rejected is computed anew. */
    private static final int MAX_RETRIES = 5;

    /** What was committed of one namespace. */
    private record Written(Pull pull, Made made) {}

    private final DeliveryRecords records;
    private final ConfigRepository repository;
    private final ConfigCommits commits;
    private final Pulling pulling;
    private final PullMode mode;
    private final RunContext run;
    private final DeliveryRun done = new DeliveryRun("nothing to pull");
    private final Deque<NamespaceId> left = new ArrayDeque<>();
    private int pushed;
    private int pulled;
    private @Nullable String refusal;

    PullRound(PullerJob.Services services, RunContext run) {
        this.records = services.records();
        this.repository = services.repository();
        this.commits = services.commits();
        this.pulling = services.pulling();
        this.mode = services.mode();
        this.run = run;
    }

    RunResult result() throws InterruptedException {
        records.all().forEach(it -> left.add(it.record().id()));
        try {
            var stopped =
                    switch (mode) {
                        case COMMIT -> toDeliveredBranch();
                        case BRANCH -> toBranches();
                    };
            if (pushed > 0) {
                done.note("%d commits of %d namespaces".formatted(pushed, pulled));
            }
            return stopped == null
                    ? done.result()
                    : RunResult.failed(said(stopped, pushed, pulled, left.size()));
        } catch (SourceUnavailable e) {
            log.warn("the config repository is unavailable: {}", e.getMessage());
            return RunResult.failed(
                    said(String.valueOf(e.getMessage()), pushed, pulled, left.size()));
        }
    }

    // ---- commits on the delivered branch

    /** Null: all was done. */
    private @Nullable String toDeliveredBranch() throws InterruptedException {
        var head = look();
        var lost = 0;
        while (!left.isEmpty()) {
            var batch = batch(head);
            if (batch.isEmpty()) {
                continue;
            }
            var tip = batch.getLast().made().tip();
            var why = push(delivered(), head.revision(), tip);
            if (why == null) {
                for (var written : batch) {
                    keep(written);
                }
                head = head.at(tip);
                lost = 0;
            } else if (!why.isEmpty()) {
                return why;
            } else if (++lost > MAX_RETRIES) {
                batch.forEach(it -> left.add(it.pull().namespace()));
                return "somebody else pushed first, %d times in a row".formatted(lost);
            } else {
                batch.reversed().forEach(it -> left.addFirst(it.pull().namespace()));
                head = look();
            }
        }
        return null;
    }

    /** Takes namespaces until there is enough to push, one's commits upon the other's. */
    private List<Written> batch(PullHead head) throws InterruptedException {
        var batch = new ArrayList<Written>();
        while (!left.isEmpty() && batch.size() < BATCH) {
            run.checkpoint();
            var id = left.remove();
            var onto = batch.isEmpty() ? head.revision() : batch.getLast().made().tip();
            Guarded.run(
                    id,
                    done,
                    () -> {
                        var pull = examine(id, head);
                        var made = pull == null ? null : write(pull, onto);
                        if (pull == null || made == null) {
                            return;
                        }
                        if (made.commits().isEmpty()) {
                            pulling.books().delivered(pull, made);
                        } else {
                            batch.add(new Written(pull, made));
                        }
                    });
        }
        return batch;
    }

    /** What cannot be kept now, the next run learns from the branch. */
    private void keep(Written written) throws InterruptedException {
        tell(written, delivered());
        Guarded.run(
                written.pull().namespace(),
                done,
                () -> pulling.books().delivered(written.pull(), written.made()));
    }

    // ---- a branch for each namespace

    private @Nullable String toBranches() throws InterruptedException {
        var head = look();
        var lost = 0;
        while (!left.isEmpty()) {
            run.checkpoint();
            var id = left.remove();
            var at = head;
            refusal = null;
            Guarded.run(id, done, () -> refusal = toBranch(id, at));
            if (refusal == null) {
                lost = 0;
            } else if (!refusal.isEmpty()) {
                return refusal;
            } else if (++lost > MAX_RETRIES) {
                done.failed(id, "somebody else pushed to its branch, %d times".formatted(lost));
                lost = 0;
            } else {
                left.addFirst(id);
                head = look();
            }
        }
        return null;
    }

    /** Null: done; empty: somebody was faster; else why nothing more can be pushed. */
    private @Nullable String toBranch(NamespaceId id, PullHead head) throws InterruptedException {
        var pull = examine(id, head);
        if (pull == null) {
            return null;
        }
        var branch = "pull/" + id;
        var tip = repository.resolve(branch).orElse(null);
        // What was merged is behind; what is under review goes on.
        var onto = tip == null || repository.contains(head.revision(), tip) ? head.revision() : tip;
        var made = write(pull, onto);
        if (made == null) {
            return null;
        }
        if (!made.commits().isEmpty()) {
            var why = push(branch, tip, made.tip());
            if (why != null) {
                return why;
            }
            tell(new Written(pull, made), branch);
        }
        pulling.books().proposed(pull, made);
        return null;
    }

    // ---- both

    private PullHead look() {
        var head = repository.fetch();
        var listing = repository.list(head);
        return new PullHead(
                head,
                listing.namespaces().stream().map(SourceNamespace::id).collect(Collectors.toSet()),
                commits.pulled(head));
    }

    /** Null: nothing to commit. */
    private @Nullable Pull examine(NamespaceId id, PullHead head) throws InterruptedException {
        return switch (pulling.examine(id, head, run)) {
            case Examined.ToPull(var pull) -> {
                waits(id, pull.conflict());
                yield pull;
            }
            case Examined.Settled(var conflict) -> {
                waits(id, conflict);
                yield null;
            }
            case Examined.Stopped(var why) -> {
                done.failed(id, why);
                yield null;
            }
        };
    }

    private void waits(NamespaceId id, @Nullable GitConflict conflict) {
        if (conflict != null) {
            done.add(id, Driven.waits(0, List.of(Blockers.conflict(conflict.found()))));
        }
    }

    /** Null: it cannot be committed. */
    private @Nullable Made write(Pull pull, Revision onto) {
        var id = pull.namespace();
        return switch (commits.write(onto, id, pulling.commits().wanted(pull, onto))) {
            case Made made -> made;
            case Refused(var problems) -> {
                pulling.books().refused(pull, problems);
                var first = problems.getFirst();
                done.failed(
                        id,
                        "it would not be well-formed in Git: %s %s"
                                .formatted(first.file(), first.reason()));
                yield null;
            }
        };
    }

    /** Null: pushed; empty: somebody was faster; else why not. */
    private @Nullable String push(String branch, @Nullable Revision expected, Revision tip)
            throws InterruptedException {
        run.checkpoint();
        return switch (run.guard().clear()) {
            case Clearance.Refused(var reason, var _) -> reason;
            case Clearance.Cleared _ -> commits.push(branch, expected, tip) ? null : "";
        };
    }

    private String delivered() {
        return repository.deliveredBranch().getFirst();
    }

    private void tell(Written written, String branch) {
        var id = written.pull().namespace();
        pulled++;
        for (var commit : written.made().commits()) {
            pushed++;
            var detail =
                    "awacs version %d as %s on %s"
                            .formatted(commit.version(), commit.revision(), branch);
            log.info("{}: COMMIT_PUSHED: {}", id, detail);
            run.changed(new RunChange("COMMIT_PUSHED", id.value(), null, detail));
        }
    }

    private static String said(String why, int pushed, int pulled, int left) {
        return "%s; %d commits of %d namespaces were pushed, %d namespaces were not looked at"
                .formatted(why, pushed, pulled, left);
    }
}
