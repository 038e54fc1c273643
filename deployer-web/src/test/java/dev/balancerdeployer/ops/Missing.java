package dev.balancerdeployer.ops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/**
 * Finds what dashboards and rules ask for and is not there. What rules record counts as being
 * there.
 */
@NullMarked
final class Missing {

    /** What is counted per request is there only after such a request. */
    private static final Pattern OPEN_METRIC = Pattern.compile("http_server_requests_.*");

    /** Their values are names that people give. */
    private static final Set<String> OPEN_LABELS =
            Set.of("instance", "namespace", "location", "config", "component", "cluster");

    private static final Set<String> OF_ALERTS = Set.of("alertname", "severity");
    private static final Pattern WORDS = Pattern.compile("\\w+(\\|\\w+)*");
    private static final Pattern AGGREGATION =
            Pattern.compile(
                    "\\b(sum|min|max|avg|group|stddev|stdvar|count|count_values|quantile|absent)"
                            + "\\s*(\\(|by\\b|without\\b)");

    private final Exported exported;
    private final List<String> found = new ArrayList<>();

    private Missing(Exported exported) {
        this.exported = exported;
    }

    /** One sentence for each name, label or value that is asked for and not there. */
    static List<String> of(List<Asked> everything, Exported exported) {
        // Twice, as a rule may use what one after it records.
        for (var round = 0; round < 2; round++) {
            everything.stream()
                    .filter(it -> !it.records().isEmpty())
                    .forEach(it -> exported.add(it.records(), recorded(it, exported)));
        }
        var missing = new Missing(exported);
        everything.forEach(missing::look);
        return missing.found;
    }

    private static Map<String, Set<String>> recorded(Asked rule, Exported exported) {
        var query = PromQl.of(rule.plain());
        var labels = new HashMap<String, Set<String>>();
        for (var selector : query.selectors()) {
            exported.labels(selector.metric())
                    .forEach((label, values) ->
                            labels.computeIfAbsent(label, _ -> new TreeSet<>()).addAll(values));
        }
        if (AGGREGATION.matcher(rule.plain()).find()) {
            var kept = new TreeSet<String>();
            for (var grouping : query.groupings()) {
                switch (grouping.keyword()) {
                    case "by" -> kept.addAll(grouping.labels());
                    case "without" -> {
                        kept.addAll(labels.keySet());
                        grouping.labels().forEach(kept::remove);
                    }
                    default -> {
                        // A join keeps what its sides have.
                    }
                }
            }
            labels.keySet().retainAll(kept);
        }
        return labels;
    }

    private void look(Asked asked) {
        var query = PromQl.of(asked.expression());
        if (query.selectors().isEmpty()) {
            complain(asked, "asks for no series");
        }
        for (var selector : query.selectors()) {
            if (!exported.has(selector.metric())) {
                complain(asked, "there is no " + selector.metric());
            } else {
                selector.matchers().forEach(it -> look(asked, selector.metric(), it));
            }
        }
        for (var grouping : query.groupings()) {
            for (var label : grouping.labels()) {
                if (nobodyHas(label, grouping.of())) {
                    complain(asked, grouping.keyword() + " (" + label + "): no series has it");
                }
            }
        }
        for (var label : asked.shown()) {
            if (nobodyHas(label, query.selectors()) && !OF_ALERTS.contains(label)) {
                complain(asked, "shows the label " + label + ", which no series has");
            }
        }
    }

    /** Whether none of them has it; a series that is not there might. */
    private boolean nobodyHas(String label, List<PromQl.Selector> selectors) {
        return selectors.stream()
                .map(PromQl.Selector::metric)
                .noneMatch(it -> !exported.has(it) || exported.labels(it).containsKey(label));
    }

    private void look(Asked asked, String metric, PromQl.Matcher matcher) {
        var values = exported.labels(metric).get(matcher.label());
        if (values == null) {
            complain(asked, metric + " has no label " + matcher.label());
            return;
        }
        if (matcher.value().contains("$")
                || OPEN_METRIC.matcher(metric).matches()
                || OPEN_LABELS.contains(matcher.label())
                || metric.equals("ALERTS")) {
            return;
        }
        for (var wanted : wanted(matcher)) {
            if (values.stream().noneMatch(it -> it.matches(wanted))) {
                complain(
                        asked,
                        metric
                                + ": "
                                + matcher.label()
                                + " is never "
                                + wanted
                                + ", but "
                                + values);
            }
        }
    }

    /** Patterns each of which some value must match. */
    private static List<String> wanted(PromQl.Matcher matcher) {
        var value = matcher.value();
        return switch (matcher.operator()) {
            case "=", "!=" -> List.of(Pattern.quote(value));
            default ->
                    WORDS.matcher(value).matches() ? List.of(value.split("\\|")) : List.of(value);
        };
    }

    private void complain(Asked asked, String what) {
        found.add(asked.where() + ": " + what);
    }
}
