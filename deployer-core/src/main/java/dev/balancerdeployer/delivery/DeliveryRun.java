package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects what a run did, for its reason in words. Not thread-safe. */
final class DeliveryRun {

    /** How many namespaces a reason names. */
    private static final int NAMED = 5;

    private final String nothing;
    private final Map<NamespaceId, String> waits = new TreeMap<>();
    private final Map<NamespaceId, String> stopped = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private int steps;
    private int changedNamespaces;

    /**
     * @param nothing what is said if there was nothing to do
     */
    DeliveryRun(String nothing) {
        this.nothing = nothing;
    }

    void add(NamespaceId namespace, Driven driven) {
        steps += driven.steps();
        if (driven.steps() > 0) {
            changedNamespaces++;
        }
        var why = driven.stopped();
        if (why != null) {
            stopped.put(namespace, why);
        } else if (!driven.waits().isEmpty()) {
            waits.put(namespace, driven.waits().getFirst().reason());
        }
    }

    void failed(NamespaceId namespace, String why) {
        stopped.put(namespace, why);
    }

    void note(String what) {
        notes.add(what);
    }

    RunResult result() {
        var said = new ArrayList<>(notes);
        if (steps > 0) {
            said.add(
                    "%d %s in %d %s"
                            .formatted(
                                    steps,
                                    steps == 1 ? "step" : "steps",
                                    changedNamespaces,
                                    changedNamespaces == 1 ? "namespace" : "namespaces"));
        }
        named("stopped", stopped, said);
        named("waiting", waits, said);
        if (said.isEmpty()) {
            said.add(nothing);
        }
        var reason = String.join("; ", said);
        if (!stopped.isEmpty() && steps == 0) {
            return RunResult.failed(reason);
        }
        return steps == 0 && notes.isEmpty()
                ? RunResult.nothingToDo(reason)
                : RunResult.succeeded(reason);
    }

    private static void named(String what, Map<NamespaceId, String> which, List<String> said) {
        if (which.isEmpty()) {
            return;
        }
        var named =
                which.entrySet().stream()
                        .limit(NAMED)
                        .map(it -> it.getKey() + ": " + it.getValue())
                        .collect(Collectors.joining(", "));
        var more = which.size() > NAMED ? " and %d more".formatted(which.size() - NAMED) : "";
        said.add(what + ": " + named + more);
    }
}
