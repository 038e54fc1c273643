package dev.balancerdeployer.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.balancerdeployer.WholeApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dashboards and rules ask for, against the application that is asked (SPEC O3). */
@NullMarked
class AskedMetricsTest {

    @TempDir static Path data;

    @Test
    void askForNothingThatIsNotThere() throws Exception {
        String scrape;
        try (var application =
                        WholeApplication.start("--server.port=0", "--deployer.data-dir=" + data);
                var client = HttpClient.newHttpClient()) {
            var port = application.getEnvironment().getRequiredProperty("local.server.port");
            var metrics = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
            await().atMost(Duration.ofSeconds(60)).until(() -> delivered(get(client, metrics)));
            scrape = get(client, metrics);
        }

        var exported = Exported.of(scrape, "balancer-deployer");

        assertThat(Missing.of(Asked.everywhere(), exported)).isEmpty();
    }

    /** The examples are on their first locations: configs were written, and weights are there. */
    private static boolean delivered(String scrape) {
        return scrape.contains("\nweights_points{")
                && scrape.lines()
                        .filter(line ->
                                line.startsWith("deployer_changes_total{kind=\"CONFIG_UPDATED\"}"))
                        .anyMatch(line -> !line.endsWith(" 0.0"));
    }

    private static String get(HttpClient client, URI address)
            throws IOException, InterruptedException {
        var answer = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
