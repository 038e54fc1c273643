package dev.balancerdeployer.delivery.http;

import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.Awacs.Outcome.FencedOff;
import dev.balancerdeployer.delivery.Awacs.Outcome.Missing;
import dev.balancerdeployer.delivery.Awacs.Outcome.NotActive;
import dev.balancerdeployer.delivery.Awacs.Outcome.Stale;
import dev.balancerdeployer.delivery.AwacsUnavailable;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.http.Answer.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What it means when the registry does not do what was asked; by type, never by text. */
final class Refusals {

    private Refusals() {}

    /** Empty: there is no such thing. */
    static <T> Optional<T> ofRead(Answer answer) {
        var problem = problem(answer);
        if (problem.is("not-found", 404)) {
            return Optional.empty();
        }
        throw other(problem);
    }

    static Outcome ofFence(Answer answer) {
        return fencedOff(problem(answer));
    }

    /**
     * @param expected null: the namespace was to be created
     */
    static Outcome ofUpdate(Answer answer, @Nullable Long expected) {
        var problem = problem(answer);
        if (problem.is("stale-version", 412) || problem.is("already-exists", 409)) {
            return new Stale(problem.fields().number("current_version"));
        }
        if (expected != null && problem.is("not-found", 404)) {
            return new Stale(0);
        }
        return fencedOff(problem);
    }

    static Outcome ofPause(Answer answer) {
        var problem = problem(answer);
        return problem.is("not-found", 404) ? new Missing(problem.detail()) : fencedOff(problem);
    }

    static Outcome ofLift(Answer answer) {
        var problem = problem(answer);
        if (problem.is("stale-version", 412)) {
            return new Stale(problem.fields().number("current_version"));
        }
        if (problem.is("not-active", 409)) {
            return new NotActive(
                    problem.fields().texts("locations").stream().map(Refusals::location).toList());
        }
        return problem.is("not-found", 404) ? new Missing(problem.detail()) : fencedOff(problem);
    }

    private static Outcome fencedOff(Problem problem) {
        if (problem.is("fenced-off", 409)) {
            return new FencedOff(problem.detail());
        }
        throw other(problem);
    }

    private static LocationId location(String name) {
        try {
            return new LocationId(name);
        } catch (IllegalArgumentException e) {
            throw new UnexpectedAnswer("problem.locations: " + e.getMessage(), e);
        }
    }

    /**
     * The problem that it is.
     *
     * @throws AwacsUnavailable for a failure on the way or over there
     */
    private static Problem problem(Answer answer) {
        if (answer.status() >= 500 || answer.status() == 429) {
            throw new AwacsUnavailable(
                    "awacs answered %d".formatted(answer.status()),
                    new IllegalStateException("status " + answer.status()));
        }
        var problem = answer.problem();
        if (problem == null) {
            throw new UnexpectedAnswer(
                    "status %d without a problem (is awacs.url the address of a registry?)"
                            .formatted(answer.status()));
        }
        return problem;
    }

    private static RuntimeException other(Problem problem) {
        return switch (problem.status()) {
            case 400, 413 -> new IllegalArgumentException(problem.detail());
            case 401, 403 ->
                    new UnexpectedAnswer(
                            "%d %s: %s (is awacs.token right?)"
                                    .formatted(problem.status(), problem.type(), problem.detail()));
            default ->
                    new UnexpectedAnswer(
                            "%d %s: %s"
                                    .formatted(problem.status(), problem.type(), problem.detail()));
        };
    }
}
