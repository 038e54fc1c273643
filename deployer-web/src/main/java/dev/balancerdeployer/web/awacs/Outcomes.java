package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.Awacs.Outcome.FencedOff;
import dev.balancerdeployer.delivery.Awacs.Outcome.Missing;
import dev.balancerdeployer.delivery.Awacs.Outcome.NotActive;
import dev.balancerdeployer.delivery.Awacs.Outcome.Stale;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.registry.ObjectsTooLarge;
import dev.balancerdeployer.web.AuditTrail;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemType;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What the registry says to a write, as an answer or a refusal. */
final class Outcomes {

    /**
     * Header: whether the write changed anything, {@code true} or {@code false}; a repeated attempt
     * changes nothing.
     */
    static final String CHANGED = "X-Changed";

    private Outcomes() {}

    /**
     * What was done; the rest is thrown.
     *
     * @throws ProblemException 404, 409 fenced-off or not-active, 412
     */
    static Done done(NamespaceId namespace, Outcome outcome) {
        return switch (outcome) {
            case Done it -> it;
            case Stale(long current) when current == 0 ->
                    throw ProblemException.notFound("namespace " + namespace);
            case Stale(long current) -> throw ProblemException.stale(current);
            case Missing(String what) -> throw ProblemException.notFound(what);
            case FencedOff(String reason) ->
                    throw ProblemException.of(ProblemType.FENCED_OFF, reason);
            case NotActive it -> throw notActive(it);
        };
    }

    /** As {@link #done}, of a change of the config; one that does nothing is not recorded again. */
    static Done recorded(NamespaceId namespace, Outcome outcome, AuditTrail trail) {
        var done = done(namespace, outcome);
        trail.after(done.version());
        if (!done.changed()) {
            trail.nothingChanged();
        }
        return done;
    }

    /**
     * Runs a write of objects.
     *
     * @param place where in the request the object or limit is that the registry names
     * @throws ProblemException 413
     */
    static Outcome sized(Supplier<Outcome> write, UnaryOperator<String> place) {
        try {
            return write.get();
        } catch (ObjectsTooLarge e) {
            throw ProblemException.of(ProblemType.TOO_LARGE, String.valueOf(e.getMessage()))
                    .at(place.apply(e.place()));
        }
    }

    private static ProblemException notActive(NotActive outcome) {
        var names = outcome.locations().stream().map(LocationId::value).toList();
        return ProblemException.of(
                        ProblemType.NOT_ACTIVE,
                        "not active on the version, or paused: " + String.join(", ", names))
                .with("locations", names);
    }
}
