package dev.balancerdeployer.weights;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a change, as a pure function of the config and the request: a change that is
 * decided again on the same state is the same change.
 */
sealed interface Decision {

    /** Nothing is to be changed. */
    record Refused(Refusal why) implements Decision {}

    /**
     * To be stored.
     *
     * @param config the one that was given if nothing changes
     * @param cause null: this is no new version
     * @param overrides the rules that it would have broken
     * @param ended the shift that this ends; null: none
     */
    record Made(
            WeightsConfig config,
            @Nullable Cause cause,
            SortedSet<SafetyRule> overrides,
            @Nullable Shift ended,
            Answer answer)
            implements Decision {

        public Made {
            overrides = Collections.unmodifiableSortedSet(new TreeSet<>(overrides));
        }
    }

    /**
     * What a decision needs beside config and request.
     *
     * @param at database time, read after the config
     * @param shift id for a new shift
     * @param revertTo the version to revert to, if that is asked for; null: there is none
     */
    record Occasion(Instant at, ShiftId shift, @Nullable Line revertTo) {}

    /**
     * Decides.
     *
     * @param now null: there is no such config
     */
    static Decision of(@Nullable WeightsConfig now, ChangeRequest request, Occasion occasion) {
        if (now == null) {
            return request.change() instanceof Change.PutConfig put
                    ? first(put, request)
                    : refuse(new Refusal.UnknownConfig());
        }
        var unexpected = unexpected(now, request);
        if (unexpected != null) {
            return refuse(unexpected);
        }
        if (request.why().lacksComment()) {
            var place = request.change() instanceof Change.StartShift ? "reason" : "comment";
            return refuse(
                    Refusal.Invalid.of(place, "(expected: not blank, since there is an override)"));
        }
        return switch (request.change()) {
            case Change.Set set ->
                    StepDecision.of(now, set.newWeights(), "new_weights", Cause.SET, request.why());
            case Change.PutValues put ->
                    StepDecision.of(now, put.values(), "values", Cause.PUT, request.why());
            case Change.Revert revert ->
                    StepDecision.revert(now, revert, occasion.revertTo(), request.why());
            case Change.PutConfig put -> ConfigDecision.next(now, put, request.why());
            case Change.StartShift start ->
                    ShiftDecision.start(now, start, occasion, request.why());
            case Change.ExtendShift extend -> ShiftDecision.extend(now, extend, occasion.at());
            case Change.CancelShift cancel ->
                    ShiftDecision.end(now, cancel.shift(), Shift.State.CANCELLED, occasion.at());
        };
    }

    private static Decision first(Change.PutConfig put, ChangeRequest request) {
        if (request.expected() instanceof Expected.Version) {
            return refuse(new Refusal.Stale(0));
        }
        if (request.why().lacksComment()) {
            return refuse(
                    Refusal.Invalid.of(
                            "comment", "(expected: not blank, since there is an override)"));
        }
        return ConfigDecision.first(request.config(), put, request.why());
    }

    private static @Nullable Refusal unexpected(WeightsConfig now, ChangeRequest request) {
        return switch (request.expected()) {
            case Expected.Version it when it.number() != now.version() ->
                    new Refusal.Stale(now.version());
            case Expected.Version _ -> null;
            case Expected.Absence _ -> new Refusal.Exists(now.version());
            case Expected.Anything _ ->
                    request.change() instanceof Change.PutConfig
                                    || request.change() instanceof Change.PutValues
                            ? new Refusal.VersionNeeded(now.version())
                            : null;
        };
    }

    static Decision refuse(Refusal why) {
        return new Refused(why);
    }
}
