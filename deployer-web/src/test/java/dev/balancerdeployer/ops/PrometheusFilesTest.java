package dev.balancerdeployer.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@NullMarked
class PrometheusFilesTest {

    private static final String RUNBOOKS = "docs/operations.md";

    @Test
    void holdAConfigurationThatPrometheusTakes() throws Exception {
        assertAccepted(
                Tool.promtool(
                        "check",
                        "config",
                        Shipped.PROMETHEUS.resolve("prometheus.yml").toString()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holdRulesThatPrometheusTakes(Path rules) throws Exception {
        assertAccepted(Tool.promtool("check", "rules", "--lint-fatal", rules.toString()));
    }

    @ParameterizedTest
    @MethodSource("ruleTests")
    void holdRulesThatDoWhatTheirTestsSay(Path tests) throws Exception {
        assertAccepted(Tool.promtool("test", "rules", tests.toString()));
    }

    @Test
    void askNothingThatIsNoPromQl(@TempDir Path directory) throws Exception {
        assertAccepted(checkExpressions(directory, Asked.everywhere()));
    }

    @Test
    void wouldBeFoundOutAskingWhatIsNoPromQl(@TempDir Path directory) throws Exception {
        var dashboard = Asked.ofDashboard(Shipped.dashboards().getFirst()).getFirst();
        var broken =
                new Asked(dashboard.where(), dashboard.expression() + " by", dashboard.shown(), "");

        assertThat(checkExpressions(directory, List.of(broken)).code()).isNotZero();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void tellOfEachAlertHowBadItIsAndWhatToDo(Path rules) {
        var anchors = anchors(Shipped.ROOT.resolve(RUNBOOKS));

        for (var alert : named(rules, "alert")) {
            var annotations = alert.path("annotations");
            assertThat(alert.path("labels").path("severity").asString(""))
                    .as("%s: severity", alert)
                    .isIn("warning", "critical");
            assertThat(annotations.path("summary").asString(""))
                    .as("%s: summary", alert)
                    .isNotBlank();
            assertThat(annotations.path("description").asString(""))
                    .as("%s: description", alert)
                    .isNotBlank();
            var runbook = annotations.path("runbook_url").asString("");
            assertThat(runbook).as("%s: runbook_url", alert).contains(RUNBOOKS + "#");
            assertThat(runbook.substring(runbook.indexOf('#') + 1))
                    .as("a section of %s", RUNBOOKS)
                    .isIn(anchors);
        }
    }

    /** One case in which it fires and one in which it does not, and a value of what is recorded. */
    @ParameterizedTest
    @MethodSource("rules")
    void testEveryRuleBothWays(Path rules) {
        var fired = new ArrayList<String>();
        var silent = new ArrayList<String>();
        var values = new StringBuilder();
        for (var file : Shipped.ruleTests()) {
            for (var test : Shipped.yaml(file).path("tests")) {
                for (var check : test.path("alert_rule_test")) {
                    var name = check.path("alertname").asString();
                    (check.path("exp_alerts").isEmpty() ? silent : fired).add(name);
                }
                for (var check : test.path("promql_expr_test")) {
                    if (!check.path("exp_samples").isEmpty()) {
                        values.append(check.path("expr").asString()).append('\n');
                    }
                }
            }
        }

        for (var alert : named(rules, "alert")) {
            var name = alert.path("alert").asString();
            assertThat(fired).as("tested to fire").contains(name);
            assertThat(silent).as("tested not to fire").contains(name);
        }
        for (var record : named(rules, "record")) {
            assertThat(values)
                    .as("tested to have a value")
                    .contains(record.path("record").asString());
        }
    }

    private static Tool.Verdict checkExpressions(Path directory, List<Asked> everything)
            throws IOException, InterruptedException {
        var json = new JsonMapper();
        var rules = json.createArrayNode();
        for (var i = 0; i < everything.size(); i++) {
            rules.addObject().put("record", "asked_" + i).put("expr", everything.get(i).plain());
        }
        var root = json.createObjectNode();
        root.putArray("groups").addObject().put("name", "asked").set("rules", rules);
        // JSON is YAML.
        var file = Files.writeString(directory.resolve("asked.yml"), root.toString());
        return Tool.promtool("check", "rules", file.toString());
    }

    private static void assertAccepted(Tool.Verdict verdict) {
        assertThat(verdict.code()).as(verdict.said()).isZero();
    }

    private static List<JsonNode> named(Path rules, String kind) {
        var found = new ArrayList<JsonNode>();
        for (var group : Shipped.yaml(rules).path("groups")) {
            for (var rule : group.path("rules")) {
                if (rule.has(kind)) {
                    found.add(rule);
                }
            }
        }
        return found;
    }

    /** As GitHub makes them from headings. */
    private static List<String> anchors(Path markdown) {
        return Shipped.text(markdown)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    static List<Path> rules() {
        return Shipped.rules();
    }

    static List<Path> ruleTests() {
        return Shipped.ruleTests();
    }
}
