package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.JobEntry.Ended;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ledger in memory; it can be told not to answer. */
public final class InMemoryJobLedger implements JobLedger {

    private final DatabaseTime time;
    private final Map<String, Stored> entries = new TreeMap<>();
    private final Map<String, JobRequest> requests = new TreeMap<>();
    private final Map<RunId, Ended> runs = new HashMap<>();
    private final Map<RunId, Map<Integer, RunChange>> changes = new HashMap<>();
    private boolean down;
    private boolean loseAnswer;

    public InMemoryJobLedger(DatabaseTime time) {
        this.time = time;
    }

    /** Whether every call from now on fails, having done nothing. */
    public synchronized void down(boolean isDown) {
        down = isDown;
    }

    /** The next compare-and-set happens, and its answer is lost. */
    public synchronized void loseNextAnswer() {
        loseAnswer = true;
    }

    @Override
    public synchronized Optional<Stored> find(JobName job) {
        answer();
        return Optional.ofNullable(entries.get(job.value()));
    }

    @Override
    public synchronized List<Stored> list() {
        answer();
        return List.copyOf(entries.values());
    }

    @Override
    public synchronized void ensure(JobName job) {
        answer();
        entries.putIfAbsent(job.value(), new Stored(JobEntry.fresh(job), 1));
    }

    @Override
    public synchronized boolean replace(
            Stored before, JobEntry after, @Nullable Instant notBefore) {
        answer();
        var now = entries.get(after.job().value());
        if (now == null
                || now.rev() != before.rev()
                || (notBefore != null && time.now().isBefore(notBefore))) {
            return false;
        }
        entries.put(after.job().value(), new Stored(after, before.rev() + 1));
        if (loseAnswer) {
            loseAnswer = false;
            throw new StoreUnavailable("lost", new IllegalStateException());
        }
        return true;
    }

    @Override
    public synchronized void accept(JobRequest request) {
        answer();
        requests.putIfAbsent(request.id(), request);
    }

    @Override
    public synchronized boolean isOpen(String request) {
        answer();
        return requests.containsKey(request);
    }

    @Override
    public synchronized List<JobRequest> openRequests(int limit) {
        answer();
        return requests.values().stream().limit(limit).toList();
    }

    @Override
    public synchronized void settle(Collection<String> settled) {
        answer();
        settled.forEach(requests::remove);
    }

    @Override
    public synchronized void file(Ended ended) {
        answer();
        runs.putIfAbsent(ended.run().runId(), ended);
    }

    @Override
    public synchronized Optional<Run> filed(RunId run) {
        answer();
        return Optional.ofNullable(runs.get(run)).map(Ended::run);
    }

    @Override
    public synchronized List<Ended> filed(JobName job, long from, long to) {
        answer();
        var found = new ArrayList<Ended>();
        for (var number = to; number >= Math.max(1, from); number--) {
            var ended = runs.get(JobEntry.runId(job, number));
            if (ended != null) {
                found.add(ended);
            }
        }
        return found;
    }

    @Override
    public synchronized void append(RunId run, int number, RunChange change) {
        answer();
        changes.computeIfAbsent(run, _ -> new HashMap<>()).putIfAbsent(number, change);
    }

    @Override
    public synchronized List<RunChange> changes(RunId run) {
        answer();
        return changes.getOrDefault(run, Map.of()).entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void answer() {
        if (down) {
            throw new StoreUnavailable("down", new IllegalStateException());
        }
    }
}
