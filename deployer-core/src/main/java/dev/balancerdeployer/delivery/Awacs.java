package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Fence;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The balancer control plane that holds the live configs and rolls them out (SPEC D3). Thread-safe.
 * Every write with an attempt id is idempotent: sent again it changes nothing and answers its first
 * result. Every call may throw {@link AwacsUnavailable}; a write may then have happened or not, and
 * {@link #attempt} tells.
 */
public interface Awacs {

    /** The namespace now; empty if awacs does not know it. */
    Optional<AwacsNamespace> find(NamespaceId namespace);

    /** The texts of one version; empty if there is no such namespace or version. */
    Optional<SortedMap<ObjectPath, String>> objects(NamespaceId namespace, long version);

    /** Who made that version; empty if there is no such namespace or version. */
    Optional<AwacsVersion> version(NamespaceId namespace, long version);

    /**
     * Raises the fence stored at the namespace, whether awacs knows it or not: a run's first act on
     * it (SPEC C5). After this answers {@code Done}, no write with a lower fence lands any more, so
     * what {@link #attempt} says of an earlier run's writes is final. {@link Outcome.FencedOff} if
     * a higher one is stored. Idempotent.
     */
    Outcome raiseFence(NamespaceId namespace, Fence fence);

    /** What a write with that attempt id did, if it happened; remembered for ever. */
    Optional<Landed> attempt(NamespaceId namespace, AttemptId attempt);

    /** Creates the namespace or replaces all its objects in one new version. */
    Outcome update(ConfigUpdate update, Actor by, Safeguard safeguard);

    /** Sets a pause. One with this token that is there already stays as it is: {@code Done}. */
    Outcome pause(
            NamespaceId namespace,
            LocationId location,
            NewBalancer.NewPause pause,
            Actor by,
            Safeguard safeguard);

    /**
     * Lifts a pause: {@code Done} also if it is gone already. With an expected version it is
     * refused ({@code Stale}) if the namespace has moved on, and ({@code NotActive}) unless each of
     * {@code requiresActive} is ACTIVE on that version without a pause, all judged in the same
     * write.
     */
    Outcome lift(Lift lift, Actor by, Safeguard safeguard);

    /** Which pause, and under which conditions. */
    record Lift(
            NamespaceId namespace,
            LocationId location,
            PauseToken token,
            @Nullable Long expectedVersion,
            List<LocationId> requiresActive) {

        public Lift {
            requiresActive = List.copyOf(requiresActive);
        }
    }

    /** A write that happened: the namespace's config version right after it. */
    record Landed(AttemptId attempt, long version) {}

    /** What became of a write. */
    sealed interface Outcome {

        /**
         * It holds.
         *
         * @param changed whether this call changed anything; false also if an earlier send of it
         *     did, whose answer was lost on the way
         * @param version the config version the attempt's first result was at; 0 if the namespace
         *     does not exist (after {@link #raiseFence})
         */
        record Done(boolean changed, long version) implements Outcome {}

        /** Refused: the namespace is at another version (0: it does not exist). */
        record Stale(long current) implements Outcome {}

        /** Refused: there is no such namespace or balancer; {@code what} names it. */
        record Missing(String what) implements Outcome {}

        /** Refused: an old fence, or {@code notAfter} has passed. */
        record FencedOff(String reason) implements Outcome {}

        /** Refused: these are not ACTIVE on the expected version, or are paused. */
        record NotActive(List<LocationId> locations) implements Outcome {

            public NotActive {
                locations = List.copyOf(locations);
            }
        }
    }
}
