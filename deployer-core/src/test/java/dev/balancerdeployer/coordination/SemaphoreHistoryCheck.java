package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.SemaphoreHistory.Call;
import dev.balancerdeployer.coordination.SemaphoreHistory.What;
import dev.balancerdeployer.coordination.Semaphores.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a history of one semaphore (SPEC C1-C3, P-L1 to P-L9). It knows nothing
 * of how semaphores are made. Calls overlap, and of some nobody knows what they did; where either
 * leaves open what happened, the history is believed.
 */
public final class SemaphoreHistoryCheck {

    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final int capacity;
    private final List<Call> calls;
    private final TreeMap<Long, Tenure> tenures = new TreeMap<>();
    private final List<Break> breaks = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    private record Break(Call call, SemaphoreView now) {}

    private SemaphoreHistoryCheck(int capacity, List<Call> calls) {
        this.capacity = capacity;
        this.calls = calls;
    }

    /** Everything that is wrong; empty: nothing is. */
    public static List<String> faults(int capacity, List<Call> calls) {
        var check = new SemaphoreHistoryCheck(capacity, calls);
        check.collect();
        check.fencesGrow();
        check.oneGrantAnAttempt();
        check.neverOverCapacity();
        check.silentAfterABreak();
        check.calls.forEach(check::judge);
        new WaitingLineCheck(calls, check.tenures.values()).faults(check.faults::add);
        return List.copyOf(check.faults);
    }

    // ---- what is known of each grant

    private void collect() {
        for (var call : calls) {
            switch (call.what()) {
                case What.Asked(var attempt, var weight, _, Outcome.Granted(var grant)) ->
                        granted(call, attempt, weight, grant);
                case What.Broken(var now) -> breaks.add(new Break(call, now));
                case What.Asked _, What.Renewed _, What.Looked _, What.Released _, What.Left _ -> {
                    // below, when all grants are known
                }
            }
        }
        for (var call : calls) {
            switch (call.what()) {
                case What.Renewed it -> tenure(it.grant()).renewals.add(call);
                case What.Looked(var grant, _, var now) when now != null ->
                        tenure(grant).said(call, now);
                case What.Released it -> tenure(it.grant()).releases.add(call);
                case What.Asked _, What.Looked _, What.Left _, What.Broken _ -> {
                    // says nothing of a grant's end
                }
            }
        }
        for (var tenure : tenures.values()) {
            tenure.renewals.forEach(tenure::heard);
            breaks.stream()
                    .filter(it -> it.now().fence() > tenure.fence())
                    .min(Comparator.comparingInt(it -> it.call().begun()))
                    .ifPresent(it -> tenure.brokenBy(it.call()));
        }
    }

    private void granted(Call call, String attempt, int weight, Grant grant) {
        var known = tenures.get(grant.fence().number());
        if (known == null) {
            known = new Tenure(grant, call);
            tenures.put(grant.fence().number(), known);
        }
        if (!grant.attempt().equals(attempt) || !known.grant.attempt().equals(attempt)) {
            fault("fence %s was given to %s and %s", grant.fence(), known.grant.attempt(), attempt);
        }
        if (!known.grant.since().equals(grant.since())) {
            fault("fence %s was given out twice", grant.fence());
        }
        if (grant.weight() != weight) {
            fault("%s asked for %d and got %d", attempt, weight, grant.weight());
        }
        known.said(call, grant);
    }

    private Tenure tenure(Grant grant) {
        var found = tenures.get(grant.fence().number());
        if (found == null) {
            throw new IllegalArgumentException("nobody was told of " + grant.fence());
        }
        return found;
    }

    // ---- rules

    /** P-L4: by fence is also by time; a break takes a number of its own. */
    private void fencesGrow() {
        var last = Instant.MIN;
        for (var tenure : tenures.values()) {
            if (tenure.since().isBefore(last)) {
                fault("fence %d is newer than a higher one", tenure.fence());
            }
            last = tenure.since();
        }
        for (var each : breaks) {
            var fence = each.now().fence();
            for (var tenure : tenures.values()) {
                if (tenure.firstTold.ended() < each.call().begun() && tenure.fence() >= fence) {
                    fault("the break to %d did not raise fence %d", fence, tenure.fence());
                }
                if (tenure.since().isAfter(each.call().to()) && tenure.fence() <= fence) {
                    fault("fence %d is not above that of a break", tenure.fence());
                }
            }
        }
    }

    /** P-L9: the same attempt gets the same grant while that is alive. */
    private void oneGrantAnAttempt() {
        Map<String, Tenure> last = new HashMap<>();
        for (var tenure : tenures.values()) {
            var before = last.put(tenure.grant.attempt(), tenure);
            if (before != null && before.outlives(tenure)) {
                fault(
                        "%s was granted %d and %d",
                        tenure.grant.attempt(), before.fence(), tenure.fence());
            }
        }
    }

    /** P-L1: of grants that certainly overlap. */
    private void neverOverCapacity() {
        var alive = new ArrayList<Tenure>();
        for (var tenure : tenures.values()) {
            alive.removeIf(it -> !it.lastEnd().isAfter(tenure.since()));
            alive.add(tenure);
            var used =
                    alive.stream()
                            .filter(it -> it == tenure || it.outlives(tenure))
                            .mapToInt(it -> it.grant.weight())
                            .sum();
            if (used > capacity) {
                fault("with fence %d, %d of %d are given out", tenure.fence(), used, capacity);
            }
        }
    }

    /** C7. */
    private void silentAfterABreak() {
        for (var each : breaks) {
            var end = each.call().from().plus(SILENCE);
            for (var tenure : tenures.tailMap(each.now().fence(), false).values()) {
                if (tenure.since().isBefore(end)) {
                    fault("fence %d was granted in the silence after a break", tenure.fence());
                }
            }
        }
    }

    private void judge(Call call) {
        switch (call.what()) {
            case What.Renewed(var grant, _, var told, var now) -> {
                if (told) {
                    judge(call, tenure(grant), now);
                }
            }
            case What.Looked(var grant, var told, var now) -> {
                if (told) {
                    judge(call, tenure(grant), now);
                }
            }
            case What.Released(var grant, _, var freed) -> {
                if (freed && tenure(grant).replacedOrTaken(call, tenures.values())) {
                    fault("a stale release of %s freed something", grant.fence());
                }
            }
            case What.Asked(_, _, _, Outcome.Waiting(_, var view)) -> judge(view);
            case What.Broken(var view) -> judge(view);
            case What.Asked _, What.Left _ -> {
                // says nothing that could be wrong by itself
            }
        }
    }

    /** P-L2, P-L12: the dead stay dead, the living live on, and no end comes earlier. */
    private void judge(Call call, Tenure tenure, @Nullable Grant now) {
        if (now == null) {
            if (tenure.surelyAlive(call)) {
                fault("fence %d was lost for no reason at %s", tenure.fence(), call.to());
            }
            return;
        }
        if (tenure.surelyDead(call)) {
            fault("fence %d was dead and is alive at %s", tenure.fence(), call.from());
        }
        if (now.expiresAt().isBefore(tenure.knownEnd(call.begun()))) {
            fault("fence %d now ends earlier, at %s", tenure.fence(), now.expiresAt());
        }
        if (now.fence().number() != tenure.fence()) {
            fault("of fence %d the answer was %s", tenure.fence(), now.fence());
        }
    }

    private void judge(SemaphoreView view) {
        var used = view.holders().stream().mapToInt(Grant::weight).sum();
        if (used != view.used() || used > capacity) {
            fault("%d of %d are in use, which is shown as %d", used, capacity, view.used());
        }
    }

    private void fault(String what, Object... arguments) {
        faults.add(what.formatted(arguments));
    }
}
