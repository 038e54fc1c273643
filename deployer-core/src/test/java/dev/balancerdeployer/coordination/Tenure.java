package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.SemaphoreHistory.Call;
import dev.balancerdeployer.coordination.SemaphoreHistory.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What a history tells of one grant, from its first answer on. */
final class Tenure {

    final Grant grant;
    final Call firstTold;
    final List<Call> renewals = new ArrayList<>();
    final List<Call> releases = new ArrayList<>();

    private final List<End> ends = new ArrayList<>();
    private int brokenFrom = Integer.MAX_VALUE;
    private int brokenBefore = Integer.MAX_VALUE;

    private record End(Call call, Instant at) {}

    Tenure(Grant grant, Call firstTold) {
        this.grant = grant;
        this.firstTold = firstTold;
    }

    long fence() {
        return grant.fence().number();
    }

    Instant since() {
        return grant.since();
    }

    void said(Call call, Grant now) {
        ends.add(new End(call, now.expiresAt()));
    }

    void heard(Call renewal) {
        if (renewal.what() instanceof What.Renewed(_, _, _, var now) && now != null) {
            said(renewal, now);
        }
    }

    void brokenBy(Call call) {
        brokenFrom = call.begun();
        brokenBefore = call.ended();
    }

    /** The latest end that was ever told. */
    Instant lastEnd() {
        return ends.stream().map(End::at).max(Instant::compareTo).orElse(Instant.MIN);
    }

    /** The latest end that was told before that position. */
    Instant knownEnd(int before) {
        return ends.stream()
                .filter(it -> it.call().ended() < before)
                .map(End::at)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    /** Nobody can have taken or given it back until then. */
    private int untouchedUntil() {
        var released = releases.stream().mapToInt(Call::begun).min().orElse(Integer.MAX_VALUE);
        return Math.min(released, brokenFrom);
    }

    /** Certainly still alive when the next one was granted. */
    boolean outlives(Tenure next) {
        return lastEnd().isAfter(next.since()) && untouchedUntil() > next.firstTold.ended();
    }

    /** Alive from the call's beginning to its end. */
    boolean surelyAlive(Call call) {
        return firstTold.ended() < call.begun()
                && untouchedUntil() > call.ended()
                && knownEnd(call.begun()).isAfter(call.to());
    }

    /** Dead before the call began. */
    boolean surelyDead(Call call) {
        return takenBefore(call) || expiredBefore(call);
    }

    private boolean takenBefore(Call call) {
        return brokenBefore < call.begun()
                || releases.stream()
                        .anyMatch(it -> freed(it) && it != call && it.ended() < call.begun());
    }

    private static boolean freed(Call call) {
        return call.what() instanceof What.Released(_, _, var freed) && freed;
    }

    /** A renewal of which nobody knows may have come in time. */
    private boolean expiredBefore(Call call) {
        var unknown =
                renewals.stream()
                        .anyMatch(it ->
                                it.begun() < call.ended()
                                        && it.what() instanceof What.Renewed(_, _, var told, _)
                                        && !told);
        var latest =
                ends.stream()
                        .filter(it -> it.call() != call && it.call().begun() < call.ended())
                        .map(End::at)
                        .max(Instant::compareTo)
                        .orElse(Instant.MAX);
        return !unknown && !latest.isAfter(call.from());
    }

    /** Gone before that release began: taken, or its attempt was granted anew. */
    boolean replacedOrTaken(Call release, Collection<Tenure> all) {
        return takenBefore(release)
                || all.stream()
                        .anyMatch(it ->
                                it.fence() > fence()
                                        && it.grant.attempt().equals(grant.attempt())
                                        && it.firstTold.ended() < release.begun());
    }
}
