package dev.balancerdeployer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application on an empty directory. */
class DeployerApplicationTest {

    @TempDir static Path data;

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        application =
                BalancerDeployerApplication.application()
                        .run("--server.port=0", "--deployer.data-dir=" + data);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @Test
    void isReadyAndAlive() throws Exception {
        assertThat(get("/actuator/health").body()).contains("\"status\":\"UP\"");
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    @Test
    void exposesHealthInfoAndMetricsOnly() throws Exception {
        assertThat(get("/actuator/info").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/prometheus").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/metrics").statusCode()).isEqualTo(404);
        assertThat(get("/actuator/env").statusCode()).isEqualTo(404);
        assertThat(get("/actuator/heapdump").statusCode()).isEqualTo(404);
        assertThat(get("/actuator/shutdown").statusCode()).isEqualTo(404);
    }

    @Test
    void deliversTheExamplesOnAnEmptyDirectory() {
        var settings = application.getEnvironment();

        assertThat(settings.getProperty("deployer.examples")).isEqualTo("true");
        assertThat(settings.getProperty("deployer.git.url"))
                .isEqualTo(data.toAbsolutePath().resolve("examples.git").toString());
        assertThat(settings.getProperty("server.address")).isEqualTo("127.0.0.1");
    }

    @Test
    void refusesASecondStartOnTheSameDirectory() {
        var second = BalancerDeployerApplication.application();

        assertThatThrownBy(() ->
                        second.run(
                                "--server.port=0",
                                "--deployer.data-dir=" + data,
                                "--MONGODB_URI=mongodb://127.0.0.1:1"))
                .hasMessageContaining("The data directory " + data)
                .hasMessageContaining("is in use");
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var port = application.getEnvironment().getRequiredProperty("local.server.port");
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                    BodyHandlers.ofString());
        }
    }
}
