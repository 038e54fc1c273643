package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.SemaphoreHistory.Call;
import dev.balancerdeployer.coordination.SemaphoreHistory.What;
import dev.balancerdeployer.coordination.Semaphores.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds who was granted past somebody that certainly stood before it in the line (P-L8): fences
 * tell whether a grant came after a place, and answers show who stands before whom. A place lives
 * 10 s after it was last asked for.
 */
final class WaitingLineCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Collection<Tenure> tenures;
    private final Map<String, Waiter> waiters = new HashMap<>();

    private static final class Waiter {
        final List<Call> asks = new ArrayList<>();
        int left = Integer.MAX_VALUE;
        int unknown = Integer.MAX_VALUE;
    }

    WaitingLineCheck(List<Call> calls, Collection<Tenure> tenures) {
        this.tenures = tenures;
        for (var call : calls) {
            switch (call.what()) {
                case What.Asked(var attempt, _, _, var told) -> {
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
                case What.Renewed _, What.Looked _, What.Released _, What.Broken _ -> {
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
            if (ask.what() instanceof What.Asked(_, _, var queue, Outcome.Waiting(_, var view))
                    && queue
                    && view.fence() < tenure.fence()
                    && ask.begun() < told
                    && place(view, attempt) >= 0) {
                line = view;
                alive = ask.from().plus(PATIENCE).isAfter(tenure.since());
            }
        }
        return line != null
                && alive
                && !grantedBetween(attempt, line.fence(), tenure.fence())
                && !mayGoFirst(tenure, attempt, line);
    }

    private boolean grantedBetween(String attempt, long after, long before) {
        return tenures.stream()
                .anyMatch(it ->
                        it.grant.attempt().equals(attempt)
                                && it.fence() > after
                                && it.fence() < before);
    }

    /** It stood before the other and has asked often enough to keep its place. */
    private boolean mayGoFirst(Tenure tenure, String other, SemaphoreView line) {
        var mine = place(line, tenure.grant.attempt());
        if (mine < 0 || mine > place(line, other)) {
            return false;
        }
        var waiter = waiter(tenure.grant.attempt());
        return waiter.unknown < tenure.firstTold.ended()
                || waiter.asks.stream()
                        .filter(it ->
                                ((What.Asked) it.what()).told() instanceof Outcome.Waiting
                                        && it.begun() < tenure.firstTold.ended())
                        .anyMatch(it -> it.to().plus(PATIENCE).isAfter(tenure.since()));
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
