package dev.balancerdeployer.ops;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** Names of series with the labels and values that they have: a scrape, as Prometheus stores it. */
@NullMarked
final class Exported {

    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)(?: \\d+)?");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:\\\\.|[^\"\\\\])*)\",?");

    private final Map<String, Map<String, Set<String>>> series = new TreeMap<>();

    /**
     * @param text in the exposition format
     * @param job the name of the scrape; a label {@code job} of a sample itself wins, as with
     *     {@code honor_labels}
     */
    static Exported of(String text, String job) {
        var exported = new Exported();
        text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> exported.sample(line, job));
        exported.add("up", Map.of("job", Set.of(job), "instance", Set.of("")));
        exported.add(
                "ALERTS",
                Map.of(
                        "alertname", Set.of(),
                        "alertstate", Set.of("firing", "pending"),
                        "severity", Set.of("critical", "warning")));
        return exported;
    }

    private void sample(String line, String job) {
        var sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new IllegalArgumentException("no sample: " + line);
        }
        var labels = new HashMap<String, Set<String>>();
        labels.put("job", Set.of(job));
        labels.put("instance", Set.of(""));
        var own = sample.group(2);
        if (own != null) {
            LABEL.matcher(own)
                    .results()
                    .forEach(it -> labels.put(it.group(1), Set.of(it.group(2))));
        }
        add(sample.group(1), labels);
    }

    /** Adds series of that name, which may be there already. */
    void add(String name, Map<String, Set<String>> labels) {
        var known = series.computeIfAbsent(name, _ -> new TreeMap<>());
        labels.forEach((label, values) ->
                known.computeIfAbsent(label, _ -> new TreeSet<>()).addAll(values));
    }

    boolean has(String name) {
        return series.containsKey(name);
    }

    Set<String> names() {
        return series.keySet();
    }

    /**
     * The labels of the series of that name with their values; empty if there are no such series.
     */
    Map<String, Set<String>> labels(String name) {
        return series.getOrDefault(name, Map.of());
    }
}
