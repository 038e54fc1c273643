package dev.balancerdeployer.delivery;

import static java.util.Objects.requireNonNull;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.coordination.WriteGuard.Clearance;
import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import dev.balancerdeployer.delivery.OpenAttempt.Action;
import dev.balancerdeployer.delivery.RolloutProgress.Ended;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the steps of a rollout under way that {@link NextStep} decides on. Each write to awacs is
 * stored as an open attempt before it is sent, so that whoever resumes asks awacs what became of
 * it: no step is taken twice and none is lost (SPEC D7, C8).
 */
final class RolloutDriver {

    private static final Logger log = LoggerFactory.getLogger(RolloutDriver.class);

    private final DeliveryRecords records;
    private final Awacs awacs;
    private final Contents contents;
    private final DatabaseTime time;

    RolloutDriver(
            DeliveryRecords records, Awacs awacs, ConfigRepository repository, DatabaseTime time) {
        this.records = records;
        this.awacs = awacs;
        this.contents = new Contents(awacs, repository);
        this.time = time;
    }

    /**
     * Drives the namespace's rollout as far as it goes now.
     *
     * @param closed closed locations under the policy {@code skip} (SPEC C5)
     * @param mayRelease whether a later location may be released in this run; at most one is, and a
     *     first location that this run released counts (SPEC D12)
     */
    Driven drive(NamespaceId namespace, RunContext run, Set<String> closed, boolean mayRelease)
            throws InterruptedException {
        var found = records.find(namespace);
        if (found.isEmpty() || found.get().record().underWay() == null) {
            return Driven.nothing();
        }
        var claimed = new Claim(records, awacs).take(found.get(), run.fence());
        return claimed.isEmpty()
                ? Driven.stopped(0, "a newer run has the namespace")
                : new Drive(claimed.get(), run, closed, mayRelease).all();
    }

    /**
     * Finds out what became of an open attempt and takes in what others changed in awacs, without
     * writing there (SPEC D7, D9).
     *
     * @return the record after that; empty: a newer run has the namespace, or somebody changed its
     *     record meanwhile
     */
    Optional<Stored> settle(Stored found, RunContext run) throws InterruptedException {
        var claimed = new Claim(records, awacs).take(found, run.fence());
        if (claimed.isEmpty() || claimed.get().record().underWay() == null) {
            return claimed;
        }
        var drive = new Drive(claimed.get(), run, Set.of(), false);
        return drive.judged() ? Optional.of(drive.stored) : Optional.empty();
    }

    /** One run's work on one namespace. */
    private final class Drive {

        private final RunContext run;
        private final Set<String> closed;
        private Stored stored;
        private boolean mayRelease;
        private int steps;
        private final Look look;

        Drive(Stored stored, RunContext run, Set<String> closed, boolean mayRelease) {
            this.stored = stored;
            this.closed = closed;
            this.run = run;
            this.mayRelease = mayRelease;
            this.look = new Look(awacs, contents, time);
        }

        Driven all() throws InterruptedException {
            if (!resolveOpenAttempt()) {
                return overtaken();
            }
            for (var rounds = 0; rounds < 1_000; rounds++) {
                run.checkpoint();
                var progress = stored.record().underWay();
                if (progress == null) {
                    return new Driven(steps, null, List.of());
                }
                var seen = look.at(stored.record(), rollout(), progress, closed);
                var stop = take(seen, progress);
                if (stop != null) {
                    return stop;
                }
            }
            return Driven.stopped(steps, "it changes too fast");
        }

        /** False: somebody changed the record meanwhile. */
        boolean judged() throws InterruptedException {
            if (!resolveOpenAttempt()) {
                return false;
            }
            for (var rounds = 0; rounds < 1_000; rounds++) {
                run.checkpoint();
                var progress = stored.record().underWay();
                if (progress == null) {
                    return true;
                }
                var seen = look.at(stored.record(), rollout(), progress, closed);
                if (!(NextStep.of(seen) instanceof Step.Note)) {
                    return true;
                }
                if (take(seen, progress) != null) {
                    return false;
                }
            }
            return false;
        }

        /** Null: go on. */
        private @Nullable Driven take(Situation seen, UnderWay progress)
                throws InterruptedException {
            var step = NextStep.of(seen);
            return switch (step) {
                case Step.Wait(var blockers) -> Driven.waits(steps, blockers);
                case Step.Note(var next, var what) -> {
                    if (!what.isEmpty()) {
                        log.info("{}: rollout {}: {}", rollout().namespace(), rollout().id(), what);
                    }
                    if (progress.configVersion() == null && next.configVersion() != null) {
                        mayRelease = false; // that released the first location
                    }
                    yield noted(progress, next) ? null : overtaken();
                }
                case Step.Complete(var last) -> complete(last);
                case Step.Forget _ -> forget() ? null : overtaken();
                case Step.SetPause(var location) -> act(seen, Action.PAUSE, location, step);
                case Step.Update _ -> act(seen, Action.UPDATE, null, step);
                case Step.Clear(var location, var _, var _) ->
                        act(seen, Action.CLEAR, location, step);
                case Step.Lift(var location, var _, var _) ->
                        mayRelease
                                ? act(seen, Action.LIFT, location, step)
                                : Driven.waits(steps, List.of());
            };
        }

        private @Nullable Driven act(
                Situation seen, Action action, @Nullable LocationId location, Step step)
                throws InterruptedException {
            var progress = seen.progress();
            var id = new AttemptId(rollout().id() + "-" + (progress.attempts() + 1));
            var open = new OpenAttempt(id, action, location);
            if (!store(progress.opening(open))) {
                return overtaken();
            }
            switch (run.guard().clear()) {
                case Clearance.Refused(var reason, var _) -> {
                    return Driven.stopped(steps, reason);
                }
                case Clearance.Cleared(var fence, var notAfter, var closedNow) -> {
                    if (closedAhead(progress, closedNow)) {
                        return Driven.stopped(steps, "a location ahead was closed just now");
                    }
                    return answered(
                            open, send(seen, step, new Safeguard(id, fence, notAfter), notAfter));
                }
            }
        }

        /** Empty: no answer came. */
        private Optional<Outcome> send(
                Situation seen, Step step, Safeguard safeguard, Instant notAfter) {
            var rollout = rollout();
            var namespace = rollout.namespace();
            try {
                return switch (step) {
                    case Step.SetPause(var location) ->
                            Optional.of(
                                    awacs.pause(
                                            namespace,
                                            location,
                                            Pauses.of(rollout, progress(), location, time.now()),
                                            Actor.self(),
                                            safeguard));
                    case Step.Update(var expected, var added) ->
                            Optional.of(
                                    awacs.update(
                                            new ConfigUpdate(
                                                    namespace,
                                                    expected,
                                                    look.toWrite(seen),
                                                    added,
                                                    "rollout %s: %s"
                                                            .formatted(
                                                                    rollout.id(), rollout.reason()),
                                                    rollout.revision()),
                                            Actor.self(),
                                            safeguard));
                    case Step.Lift(var location, var version, var requiresActive) ->
                            Optional.of(
                                    awacs.lift(
                                            new Awacs.Lift(
                                                    namespace,
                                                    location,
                                                    rollout.token(),
                                                    version,
                                                    requiresActive),
                                            Actor.self(),
                                            safeguard));
                    case Step.Clear(var location, var token, var version) ->
                            Optional.of(
                                    awacs.lift(
                                            new Awacs.Lift(
                                                    namespace, location, token, version, List.of()),
                                            Actor.self(),
                                            safeguard));
                    case Step.Note _, Step.Complete _, Step.Wait _, Step.Forget _ ->
                            throw new IllegalStateException("not a write: " + step);
                };
            } catch (AwacsUnavailable e) {
                run.unanswered(notAfter);
                log.warn("{}: awacs did not answer", namespace, e);
                return Optional.empty();
            }
        }

        private @Nullable Driven answered(OpenAttempt open, Optional<Outcome> outcome) {
            if (outcome.isEmpty()) {
                return Driven.stopped(steps, "awacs did not answer; the next run finds out");
            }
            return switch (outcome.get()) {
                case Outcome.Done(var _, var version) -> landed(open, version) ? null : overtaken();
                case Outcome.FencedOff(var reason) -> Driven.stopped(steps, reason);
                case Outcome.Stale _, Outcome.Missing _, Outcome.NotActive _ ->
                        store(progress().closed()) ? null : overtaken();
            };
        }

        /** The write happened: what follows from it is stored, then told. */
        private boolean landed(OpenAttempt open, long version) {
            var at = time.now();
            var location = open.location();
            var settled = progress().closed();
            var next =
                    switch (open.action()) {
                        case PAUSE -> NextStep.paused(settled, required(location));
                        case UPDATE -> NextStep.written(settled, version, at);
                        case LIFT -> NextStep.released(settled, required(location), at);
                        case CLEAR -> settled;
                    };
            if (!noted(settled, next)) {
                return false;
            }
            steps++;
            if (open.action() == Action.UPDATE || open.action() == Action.LIFT) {
                mayRelease = false;
            }
            var change = LandedWrite.of(rollout(), progress(), open, version);
            log.info("{}: {}: {}", rollout().namespace(), change.kind(), change.detail());
            run.changed(change);
            return true;
        }

        private @Nullable Driven complete(UnderWay last) {
            var now = time.now();
            var stages =
                    last.stages().stream()
                            .map(it -> it.doneAt() == null ? it.done(now) : it)
                            .toList();
            var ended =
                    new Ended(
                            RolloutState.COMPLETED, now, last.plan(), stages, last.configVersion());
            var record = stored.record();
            var next = records.replace(stored, record.withCurrent(rollout().with(ended)));
            if (next.isEmpty()) {
                return overtaken();
            }
            stored = next.get();
            log.info("{}: rollout {} is complete", record.id(), rollout().id());
            return new Driven(steps, null, List.of());
        }

        /** False: somebody changed the record meanwhile. */
        private boolean resolveOpenAttempt() {
            var progress = stored.record().underWay();
            var open = progress == null ? null : progress.open();
            if (open == null) {
                return true;
            }
            var landed = awacs.attempt(stored.record().id(), open.id());
            return landed.isPresent()
                    ? landed(open, landed.get().version())
                    : store(progress().closed());
        }

        private boolean store(UnderWay next) {
            return replace(stored.record().withCurrent(rollout().with(next)));
        }

        /** When the config is in awacs the base moves, in the same write (SPEC D13). */
        private boolean noted(UnderWay before, UnderWay next) {
            var version = next.configVersion();
            if (before.configVersion() != null || version == null) {
                return store(next);
            }
            var record = stored.record();
            var base =
                    contents.moved(
                            record.id(),
                            record.base(),
                            version,
                            contents.at(record.id(), version),
                            Contents.of(look.texts(rollout())));
            return replace(record.withCurrent(rollout().with(next)).withBase(base));
        }

        /** Filed first: whoever resumes files them again, which changes nothing. */
        private boolean forget() {
            stored.record().superseded().forEach(records::file);
            return replace(stored.record().forgotten());
        }

        private boolean replace(NamespaceRecord next) {
            var replaced = records.replace(stored, next);
            replaced.ifPresent(it -> stored = it);
            return replaced.isPresent();
        }

        private Rollout rollout() {
            return requireNonNull(stored.record().current());
        }

        private UnderWay progress() {
            return requireNonNull(stored.record().underWay());
        }

        private Driven overtaken() {
            return Driven.stopped(steps, "somebody changed its record meanwhile");
        }
    }

    private static boolean closedAhead(UnderWay progress, Set<String> closed) {
        return progress.stages().stream()
                .filter(it -> it.activeAt() == null)
                .anyMatch(it -> closed.contains(it.location().value()));
    }

    private static LocationId required(@Nullable LocationId location) {
        return requireNonNull(location);
    }
}
