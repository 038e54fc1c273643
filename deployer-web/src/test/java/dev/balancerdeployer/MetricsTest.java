package dev.balancerdeployer;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.coordination.CoordinationMeter;
import dev.balancerdeployer.coordination.MeterDescription;
import dev.balancerdeployer.delivery.DeliveryMeter;
import dev.balancerdeployer.weights.WeightMeter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The metrics of the whole application on an empty directory, as Prometheus sees them. */
class MetricsTest {

    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z_]+)` \\| ([a-z]+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern SAMPLE =
            Pattern.compile("((?:deployer|awacs|weights)_[a-z_]+)(?:\\{([^}]*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"[^\"]*\"");

    @TempDir static Path data;

    private static ConfigurableApplicationContext application;
    private static String fresh;

    @BeforeAll
    static void start() throws Exception {
        application =
                BalancerDeployerApplication.application()
                        .run(
                                "--server.port=0",
                                "--deployer.data-dir=" + data,
                                "--deployer.schedule.deployer=every 1s");
        fresh = await().until(MetricsTest::scrape, it -> it.contains("\nweights_points{"));
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void documentsWhatTheCodeKnows() throws IOException {
        var known =
                described()
                        .flatMap(it -> it.exportedNames().stream().map(name -> row(name, it)))
                        .toList();

        assertThat(rows().map(it -> String.join(" | ", it.subList(0, 4))).toList())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void explainsInTheDocumentationWhatTheScrapeExplains() throws IOException {
        var meanings =
                rows().map(it -> it.get(4))
                        .filter(it ->
                                Character.isUpperCase(it.charAt(0))
                                        || Character.isDigit(it.charAt(0)));

        assertThat(meanings)
                .containsExactlyInAnyOrderElementsOf(
                        described().map(MeterDescription::meaning).toList());
    }

    @Test
    void scrapesFromTheStartWhatIsDocumented() throws IOException {
        var documented = rows().collect(toMap(it -> it.get(0), it -> it.get(2)));

        assertThat(labels(fresh)).isEqualTo(documented);
    }

    @Test
    void hasASeriesForEachValueOfALabelFromTheStart() {
        assertThat(fresh)
                .contains("deployer_job_runs_total{job=\"unpauser\",outcome=\"abandoned\"}")
                .contains("deployer_job_runs_total{job=\"puller\",outcome=\"nothing_to_do\"}")
                .contains("deployer_lease_losses_total{job=\"deployer\"} 0.0")
                .contains("deployer_changes_total{kind=\"PAUSE_LIFTED\"}")
                .contains("deployer_changes_total{kind=\"COMMIT_PUSHED\"}")
                .contains("awacs_call_seconds_count{operation=\"lift\",outcome=\"unavailable\"} 0")
                .contains("deployer_rollouts{state=\"CONFLICT\"}")
                .doesNotContain("deployer_rollouts{state=\"COMPLETED\"}")
                .contains("deployer_namespaces{state=\"DRIFTED\"}")
                .contains("deployer_oldest_pause_age_seconds{kind=\"FREEZE\"} 0.0")
                .contains("deployer_alerts{kind=\"STAGE_STUCK\"} 0.0")
                .contains("weights_attempts_total{outcome=\"conflict\"} 0.0")
                .contains(
                        "weights_points{component=\"video\",config=\"production\","
                                + "kind=\"effective\",location=\"MAN\"} 25.0")
                .contains("weights_next_shift_end_seconds{config=\"production\"} NaN");
    }

    @Test
    void countsADelivery() {
        await().atMost(Duration.ofSeconds(30))
                .until(
                        MetricsTest::scrape,
                        it ->
                                value(it, "deployer_changes_total{kind=\"CONFIG_UPDATED\"}") >= 1
                                        && value(
                                                        it,
                                                        "deployer_job_runs_total{job=\"deployer\",outcome=\"succeeded\"}")
                                                >= 1);
        var after = scrape();

        assertThat(value(after, "deployer_job_run_seconds_count{job=\"deployer\"}")).isPositive();
        assertThat(value(after, "deployer_semaphore_wait_seconds_count{job=\"deployer\"}"))
                .isPositive();
        assertThat(value(after, "deployer_semaphore_hold_seconds_count{job=\"deployer\"}"))
                .isPositive();
        assertThat(value(after, "deployer_git_fetch_seconds_count")).isPositive();
        assertThat(value(after, "deployer_git_fetch_failures_total")).isZero();
        assertThat(value(after, "deployer_git_fetch_age_seconds")).isNotNegative();
        assertThat(value(after, "awacs_call_seconds_count{operation=\"update\",outcome=\"done\"}"))
                .isPositive();
    }

    private static Stream<MeterDescription> described() {
        return Stream.of(
                        Arrays.stream(CoordinationMeter.values()).map(CoordinationMeter::described),
                        Arrays.stream(DeliveryMeter.values()).map(DeliveryMeter::described),
                        Arrays.stream(WeightMeter.values()).map(WeightMeter::described))
                .flatMap(it -> it);
    }

    private static String row(String name, MeterDescription described) {
        var type = described.type().name().toLowerCase(Locale.ROOT);
        var unit = name.endsWith("_seconds_count") ? "count" : described.unit();
        var labels = described.labels().stream().collect(Collectors.joining("`, `", "`", "`"));
        return String.join(" | ", name, type, described.labels().isEmpty() ? "–" : labels, unit);
    }

    private static Stream<List<String>> rows() throws IOException {
        return Files.readAllLines(documentation()).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(it ->
                        List.of(it.group(1), it.group(2), it.group(3), it.group(4), it.group(5)));
    }

    /** The labels of all our names, written as the table does. */
    private static Map<String, String> labels(String scrape) {
        return scrape.lines()
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .collect(
                        toMap(
                                it -> it.group(1),
                                it -> labelsOf(it.group(2)),
                                (one, other) -> one.equals(other) ? one : one + " or " + other));
    }

    private static String labelsOf(@Nullable String text) {
        if (text == null) {
            return "–";
        }
        Set<String> names =
                LABEL.matcher(text)
                        .results()
                        .map(it -> it.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        return names.stream().collect(Collectors.joining("`, `", "`", "`"));
    }

    private static double value(String scrape, String series) {
        return scrape.lines()
                .filter(it -> it.startsWith(series + " "))
                .mapToDouble(it -> Double.parseDouble(it.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is not in the scrape"));
    }

    private static Path documentation() {
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            var file = at.resolve("docs/metrics.md");
            if (Files.exists(file)) {
                return file;
            }
        }
        throw new AssertionError("docs/metrics.md not found above the working directory");
    }

    private static String scrape() {
        var port = application.getEnvironment().getRequiredProperty("local.server.port");
        var address = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
        try (var client = HttpClient.newHttpClient()) {
            var answer =
                    client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
