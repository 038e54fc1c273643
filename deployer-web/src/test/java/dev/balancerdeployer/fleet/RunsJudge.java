package dev.balancerdeployer.fleet;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collector;
import org.jspecify.annotations.NullMarked;

/**
 * Says what is wrong with the runs of a fleet (SPEC C6, C7), from nothing but what the API shows of
 * them: every scheduled instant once and none left out, numbers without a hole, one run at a time
 * under the semaphore, fences that grow, ends that are recorded.
 *
 * @param period of the schedule of every job
 * @param slack how much later than scheduled a fire may be claimed
 */
@NullMarked
record RunsJudge(Duration period, Duration slack, List<Outage> outages) {

    /** A time in which no replica was there to claim anything. */
    record Outage(Instant from, Instant to) {

        boolean touches(Instant begin, Instant end) {
            return from.isBefore(end) && begin.isBefore(to);
        }
    }

    List<String> findings(List<SeenRun> runs) {
        var found = new ArrayList<String>();
        var jobs = runs.stream().collect(groupingBy(SeenRun::job, TreeMap::new, ofNumber()));
        jobs.values().forEach(it -> judgeJob(it, found));
        judgeSemaphore(runs, found);
        return found;
    }

    private static Collector<SeenRun, ?, List<SeenRun>> ofNumber() {
        return collectingAndThen(
                toList(), it -> it.stream().sorted(comparingLong(SeenRun::number)).toList());
    }

    private void judgeJob(List<SeenRun> runs, List<String> found) {
        for (var i = 0; i < runs.size(); i++) {
            var run = runs.get(i);
            if (i > 0 && run.number() != runs.get(i - 1).number() + 1) {
                found.add("a number is missing or twice before " + run);
            }
            var over = run.state().equals("FINISHED");
            if (over && (run.outcome() == null || run.finishedAt() == null)) {
                found.add("an end without outcome or time: " + run);
            }
            if (!over && i < runs.size() - 2) {
                found.add("left behind: " + run);
            }
        }
        var fired = runs.stream().filter(it -> it.scheduledAt() != null).toList();
        for (var i = 1; i < fired.size(); i++) {
            judgeFires(fired.get(i - 1), fired.get(i), found);
        }
    }

    private void judgeFires(SeenRun before, SeenRun run, List<String> found) {
        var last = requireNonNull(before.scheduledAt());
        var key = requireNonNull(run.scheduledAt());
        if (!key.isAfter(last)) {
            found.add("a scheduled instant twice or out of order: " + before + ", " + run);
        }
        // What fires while a run waits joins it; the first one after its start makes the next run.
        var joinedUntil = before.startedAt() == null ? before.finishedAt() : before.startedAt();
        var from = joinedUntil == null || joinedUntil.isBefore(last) ? last : joinedUntil;
        var missed = key.isAfter(from.plus(period).plus(slack));
        if (missed && outages.stream().noneMatch(it -> it.touches(from, key))) {
            found.add("fires left out between " + before + " and " + run);
        }
    }

    private static void judgeSemaphore(List<SeenRun> all, List<String> found) {
        var runs =
                all.stream()
                        .filter(it -> it.fence() != null)
                        .sorted(comparing(it -> requireNonNull(it.fence())))
                        .toList();
        for (var i = 1; i < runs.size(); i++) {
            var before = runs.get(i - 1);
            var run = runs.get(i);
            if (requireNonNull(before.fence()).equals(run.fence())) {
                found.add("one fence twice: " + before + ", " + run);
            }
            var end = before.finishedAt();
            if (end == null || end.isAfter(requireNonNull(run.startedAt()))) {
                found.add("two at once: " + before + ", " + run);
            }
        }
    }
}
