package dev.balancerdeployer.ops;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import tools.jackson.databind.JsonNode;

/**
 * One expression of a dashboard or rule.
 *
 * @param where for people
 * @param expression with Grafana's variables still in it
 * @param shown labels that a legend or an annotation shows
 * @param records the name that its result is stored under, {@code ""} if it is not
 */
@NullMarked
record Asked(String where, String expression, Set<String> shown, String records) {

    private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*([a-zA-Z_]\\w*)\\s*}}");
    private static final Pattern ANNOTATION = Pattern.compile("\\$labels\\.([a-zA-Z_]\\w*)");
    private static final Pattern LABEL_VALUES =
            Pattern.compile("label_values\\((?:(.+),)?\\s*([a-zA-Z_]\\w*)\\s*\\)", Pattern.DOTALL);
    private static final Pattern QUERY_RESULT =
            Pattern.compile("query_result\\((.+)\\)", Pattern.DOTALL);

    Asked {
        shown = Set.copyOf(shown);
    }

    /** All that is shipped. */
    static List<Asked> everywhere() {
        var asked = new ArrayList<Asked>();
        Shipped.dashboards().forEach(it -> asked.addAll(ofDashboard(it)));
        Shipped.rules().forEach(it -> asked.addAll(ofRules(it)));
        return asked;
    }

    static List<Asked> ofDashboard(Path file) {
        return ofDashboard(Shipped.name(file), Shipped.json(file));
    }

    static List<Asked> ofDashboard(String file, JsonNode dashboard) {
        var asked = new ArrayList<Asked>();
        panels(file, dashboard, asked);
        for (var variable : dashboard.path("templating").path("list")) {
            if (variable.path("type").asString("").equals("query")) {
                var query = variable.path("query");
                var text = query.isString() ? query.asString() : query.path("query").asString("");
                var where = file + ", variable " + variable.path("name").asString("");
                asked.add(new Asked(where, ofVariable(where, text), Set.of(), ""));
            }
        }
        for (var annotation : dashboard.path("annotations").path("list")) {
            if (annotation.has("expr")) {
                asked.add(
                        new Asked(
                                file + ", annotation " + annotation.path("name").asString(""),
                                annotation.path("expr").asString(),
                                Set.of(),
                                ""));
            }
        }
        return asked;
    }

    private static void panels(String file, JsonNode parent, List<Asked> asked) {
        for (var panel : parent.path("panels")) {
            panels(file, panel, asked);
            for (var target : panel.path("targets")) {
                asked.add(
                        new Asked(
                                file
                                        + ", panel "
                                        + panel.path("title").asString("")
                                        + " "
                                        + target.path("refId").asString(""),
                                target.path("expr").asString(""),
                                found(LEGEND, target.path("legendFormat").asString("")),
                                ""));
            }
        }
    }

    static List<Asked> ofRules(Path file) {
        return ofRules(Shipped.name(file), Shipped.yaml(file));
    }

    static List<Asked> ofRules(String file, JsonNode rules) {
        var asked = new ArrayList<Asked>();
        for (var group : rules.path("groups")) {
            for (var rule : group.path("rules")) {
                var record = rule.path("record").asString("");
                asked.add(
                        new Asked(
                                file + ", " + rule.path("alert").asString(record),
                                rule.path("expr").asString(""),
                                found(ANNOTATION, rule.path("annotations").toString()),
                                record));
            }
        }
        return asked;
    }

    /** What a variable of Grafana looks up, as an expression that asks for the same. */
    private static String ofVariable(String where, String query) {
        var values = LABEL_VALUES.matcher(query);
        if (values.matches()) {
            return values.group(1) == null
                    ? "count by (" + values.group(2) + ") (up)"
                    : "count by (" + values.group(2) + ") (" + values.group(1) + ")";
        }
        var result = QUERY_RESULT.matcher(query);
        if (result.matches()) {
            return result.group(1);
        }
        throw new AssertionError(where + ": unknown kind of query: " + query);
    }

    /** As Prometheus might get it: with something in the place of each variable. */
    String plain() {
        return expression
                .replaceAll(
                        "\\$__(rate_interval|interval|range)|\\$\\{__(rate_interval|interval|range)}",
                        "5m")
                .replaceAll("\\$\\{\\w+(:\\w+)?}|\\$\\w+", "x");
    }

    private static Set<String> found(Pattern pattern, String text) {
        var found = new TreeSet<String>();
        pattern.matcher(text).results().forEach(it -> found.add(it.group(1)));
        return found;
    }
}
