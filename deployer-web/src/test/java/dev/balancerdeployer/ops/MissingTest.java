package dev.balancerdeployer.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@NullMarked
class MissingTest {

    private static final String SCRAPE =
            """
            # HELP deployer_job_runs_total Runs that ended, by how
            # TYPE deployer_job_runs_total counter
            deployer_job_runs_total{job="deployer",outcome="failed"} 0.0
            deployer_job_runs_total{job="unpauser",outcome="succeeded"} 4.0
            deployer_alerts{kind="STAGE_STUCK"} 1.0
            deployer_git_fetch_age_seconds NaN
            http_server_requests_seconds_count{outcome="SUCCESS",uri="/a,\\"b\\"}"} 1.0 1700000000000
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum by (job) (increase(deployer_job_runs_total{outcome=~\"failed|succeeded\"}[1h]))",
                "sum(rate(deployer_job_runs_total{job=\"deployer\", outcome!='failed',}[5m])) by (job) > bool 0.5",
                "max without (instance) (deployer_alerts) # there is no such_comment",
                "deployer_git_fetch_age_seconds offset 5m > 1e3 and on (instance) up{job=\"app\"} == 0",
                "rate(http_server_requests_seconds_count{outcome=\"SERVER_ERROR\"}[$__rate_interval])",
                "max_over_time(deployer_alerts{kind=~\"$kind\"}[1h:5m]) or vector(0) * deployer_alerts",
                "label_replace(deployer_alerts, \"a\", \"there_is_no_$1\", \"kind\", \"(.*)\")",
                "{__name__=\"deployer_alerts\", kind=\"STAGE_STUCK\"}",
                "ALERTS{alertstate=\"firing\"}",
                "deployer:ours > 0"
            })
    void isContentWithWhatIsThere(String expression) {
        assertThat(missing(expression)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            textBlock =
                    """
                    rate(deployer_job_run_total[5m])                         ; there is no deployer_job_run_total
                    sum(deployer_alerts) / ignoring (kind) nothing           ; there is no nothing
                    deployer:theirs > 0                                      ; there is no deployer:theirs
                    deployer_alerts{job_name="x"}                            ; deployer_alerts has no label job_name
                    deployer_alerts{kind="STAGE_STUC"}                       ; kind is never
                    deployer_alerts{kind!="STAGE_STUC"}                      ; kind is never
                    deployer_alerts{kind=~"STAGE_STUCK|PAUSE"}               ; kind is never PAUSE
                    deployer_alerts{kind=~"PAUSE.*"}                         ; kind is never PAUSE.*
                    sum by (kinds) (deployer_alerts)                         ; by (kinds): no series has it
                    sum(deployer_alerts) by (kinds)                          ; by (kinds): no series has it
                    sum without (kinds) (deployer_alerts)                    ; without (kinds): no series has it
                    sum by (kind) (deployer_alerts) / sum by (kind) (up)     ; by (kind): no series has it
                    deployer_alerts * on (outcomes) up                       ; on (outcomes): no series has it
                    up{job="other"}                                          ; job is never
                    {kind="STAGE_STUCK"}                                     ; there is no
                    1 + 1                                                    ; asks for no series
                    deployer:ours{kind="STAGE_STUCK"}                        ; deployer:ours has no label kind
                    """)
    void complainsAboutWhatIsNotThere(String expression, String complaint) {
        assertThat(missing(expression))
                .singleElement()
                .asString()
                .startsWith("here: ")
                .contains(complaint);
    }

    @Test
    void complainsAboutALabelThatOnlyALegendShows() {
        var exported = Exported.of(SCRAPE, "app");

        var asked = new Asked("here", "deployer_alerts", Set.of("kind", "state"), "");

        assertThat(Missing.of(List.of(asked), exported))
                .containsExactly("here: shows the label state, which no series has");
    }

    @Test
    void readsEveryPlaceOfADashboardThatAsks() {
        var dashboard =
                """
                {"panels": [
                   {"type": "row", "panels": [{"title": "In a row", "targets": [{"refId": "A", "expr": "gone_a"}]}]},
                   {"title": "Plain", "targets": [{"refId": "A", "expr": "up"}, {"refId": "B", "expr": "gone_b"}]}],
                 "templating": {"list": [
                   {"type": "datasource", "name": "datasource", "query": "prometheus"},
                   {"type": "query", "name": "one", "query": "label_values(gone_c, kind)"},
                   {"type": "query", "name": "two", "query": {"query": "label_values(deployer_alerts, gone_d)"}}]},
                 "annotations": {"list": [{"name": "note", "expr": "gone_e"}]}}
                """;

        var asked = Asked.ofDashboard("file", new JsonMapper().readTree(dashboard));

        assertThat(Missing.of(asked, Exported.of(SCRAPE, "app")))
                .containsExactly(
                        "file, panel In a row A: there is no gone_a",
                        "file, panel Plain B: there is no gone_b",
                        "file, variable one: there is no gone_c",
                        "file, variable two: by (gone_d): no series has it",
                        "file, annotation note: there is no gone_e");
    }

    @Test
    void readsEveryPlaceOfARuleThatAsks() {
        var rules =
                """
                groups:
                  - name: a
                    rules:
                      - alert: One
                        expr: ours:kinds{kind="STAGE_STUCK"} > gone_a
                      - alert: Two
                        expr: ours:kinds
                        annotations: {summary: "{{ $labels.kind }} of {{ $labels.gone_b }}"}
                      - record: ours:kinds
                        expr: max by (kind) (deployer_alerts)
                """;

        var asked = Asked.ofRules("file", Shipped.yaml(rules));

        assertThat(Missing.of(asked, Exported.of(SCRAPE, "app")))
                .containsExactly(
                        "file, One: there is no gone_a",
                        "file, Two: shows the label gone_b, which no series has");
    }

    private static List<String> missing(String expression) {
        var rule = new Asked("rule", "max(deployer_alerts)", Set.of(), "deployer:ours");
        return Missing.of(
                List.of(rule, new Asked("here", expression, Set.of(), "")),
                Exported.of(SCRAPE, "app"));
    }
}
