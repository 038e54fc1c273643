package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.SemaphoreHistory.Call;
import dev.balancerdeployer.coordination.SemaphoreHistory.What;
import dev.balancerdeployer.coordination.Semaphores.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Finds who was granted past somebody that certainly stood before it in the line (P-L8): fences
 * tell whether a grant came after a place, and answers show who stands before whom. A place lives
 * for its patience after it was last asked for.
 */
final class WaitingLineCheck {

    private final Collection<Tenure> tenures;
    private final Map<String, Waiter> waiters = new HashMap<>();
    private final Set<Long> known = new HashSet<>();

    private static final class Waiter {
        final List<Call> asks = new ArrayList<>();
        int left = Integer.MAX_VALUE;
        int unknown = Integer.MAX_VALUE;
    }

    WaitingLineCheck(List<Call> calls, Collection<Tenure> tenures) {
        this.tenures = tenures;
        tenures.forEach(it -> known.add(it.fence()));
        for (var call : calls) {
            switch (call.what()) {
                case What.Asked(var attempt, _, _, _, var told) -> {
                    var waiter = waiter(attempt);
                    waiter.asks.add(call);
                    if (told == null) {
                        waiter.unknown = Math.min(waiter.unknown, call.begun());
                    }
                }
                case What.Left(var attempt, _) -> {
                    var waiter = waiter(attempt);
                    waiter.left = Math.min(waiter.left, call.begun());
                }
                case What.Broken(var now) -> known.add(now.fence());
                case What.Renewed _, What.Looked _, What.Released _ -> {
                    // not about the line
                }
            }
        }
    }

    private Waiter waiter(String attempt) {
        return waiters.computeIfAbsent(attempt, _ -> new Waiter());
    }

    void faults(Consumer<String> faults) {
        for (var tenure : tenures) {
            waiters.forEach((attempt, waiter) -> {
                if (!attempt.equals(tenure.grant.attempt()) && overtook(tenure, attempt, waiter)) {
                    faults.accept("fence %d overtook %s".formatted(tenure.fence(), attempt));
                }
            });
        }
    }

    private boolean overtook(Tenure tenure, String attempt, Waiter waiter) {
        var told = tenure.firstTold.ended();
        if (waiter.left < told || waiter.unknown < told) {
            return false;
        }
        SemaphoreView line = null;
        var alive = false;
        for (var ask : waiter.asks) {
            if (ask.what()
                            instanceof
                            What.Asked(_, _, var queue, var patience, Outcome.Waiting(_, var view))
                    && queue
                    && view.fence() < tenure.fence()
                    && ask.begun() < told
                    && place(view, attempt) >= 0) {
                line = view;
                alive = ask.from().plus(patience).isAfter(tenure.since());
            }
        }
        return line != null
                && alive
                && !grantedUnseen(waiter, line.fence(), tenure)
                && !grantedBetween(attempt, line.fence(), tenure.fence())
                && !mayGoFirst(tenure, attempt, line);
    }

    /** A fence of which nobody was told may be its own: lost again before its call had ended. */
    private boolean grantedUnseen(Waiter waiter, long after, Tenure tenure) {
        var told = tenure.firstTold.ended();
        var underWay = waiter.asks.stream().anyMatch(it -> it.begun() < told && it.ended() > told);
        return underWay
                && LongStream.range(after + 1, tenure.fence()).anyMatch(it -> !known.contains(it));
    }

    private boolean grantedBetween(String attempt, long after, long before) {
        return tenures.stream()
                .anyMatch(it ->
                        it.grant.attempt().equals(attempt)
                                && it.fence() > after
                                && it.fence() < before);
    }

    /**
     * It stood before the other and has asked often enough to keep its place; one slow call can
     * both take the place and be granted.
     */
    private boolean mayGoFirst(Tenure tenure, String other, SemaphoreView line) {
        var mine = place(line, tenure.grant.attempt());
        if (mine < 0 || mine > place(line, other)) {
            return false;
        }
        var waiter = waiter(tenure.grant.attempt());
        return waiter.unknown < tenure.firstTold.ended()
                || waiter.asks.stream()
                        .filter(it ->
                                it.equals(tenure.firstTold)
                                        || (((What.Asked) it.what()).told()
                                                        instanceof Outcome.Waiting
                                                && it.begun() < tenure.firstTold.ended()))
                        .anyMatch(it ->
                                it.to()
                                        .plus(((What.Asked) it.what()).patience())
                                        .isAfter(tenure.since()));
    }

    private static int place(SemaphoreView view, String attempt) {
        for (var i = 0; i < view.waiting().size(); i++) {
            if (view.waiting().get(i).attempt().equals(attempt)) {
                return i;
            }
        }
        return -1;
    }
}
