package dev.balancerdeployer.web.awacs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.delivery.registry.Registry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Long polls through a real web server. */
class LongPollTest {

    private static final NamespaceId MAPS = new NamespaceId("maps");
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void answersManyWhoWaitAtOnceWhenTheTargetChangesAndWhenItStops() {
        try (var http = HttpClient.newHttpClient();
                var application = started()) {
            update(application, null);
            var first = waiting(http, application, "\"1\"");

            update(application, 1L);

            assertThat(CompletableFuture.allOf(first.toArray(CompletableFuture<?>[]::new)))
                    .succeedsWithin(SOON);
            assertThat(first)
                    .allSatisfy(it -> {
                        assertThat(it.join().statusCode()).isEqualTo(200);
                        assertThat(it.join().headers().firstValue("ETag")).contains("\"2\"");
                        assertThat(it.join().body()).contains("\"version\":2");
                    });
            var second = waiting(http, application, "\"2\"");

            SpringApplication.exit(application);

            assertThat(CompletableFuture.allOf(second.toArray(CompletableFuture<?>[]::new)))
                    .succeedsWithin(SOON);
            assertThat(second).allMatch(it -> it.join().statusCode() == 304);
        }
    }

    private static ConfigurableApplicationContext started() {
        return new SpringApplicationBuilder(AwacsSlice.class)
                .run(
                        "--server.port=0",
                        "--" + AwacsSlice.WITHOUT_DATABASE,
                        "--server.address=127.0.0.1",
                        "--spring.threads.virtual.enabled=false",
                        "--server.tomcat.threads.max=4",
                        "--spring.main.banner-mode=off",
                        "--spring.jmx.enabled=false");
    }

    /** More than the server has threads; returns once all of them wait. */
    private static List<CompletableFuture<HttpResponse<String>>> waiting(
            HttpClient http, ConfigurableApplicationContext application, String known) {
        var port = application.getEnvironment().getRequiredProperty("local.server.port");
        var target = "http://127.0.0.1:%s/awacs/v1/namespaces/maps/balancers/sas".formatted(port);
        var sent =
                IntStream.range(0, 40)
                        .mapToObj(_ -> ask(http, target + "/target/?wait=60s", known))
                        .toList();
        // Four threads have taken forty before this one only if no wait keeps a thread.
        assertThat(ask(http, target + "/target?wait=1s", known).join().statusCode()).isEqualTo(304);
        return sent;
    }

    private static CompletableFuture<HttpResponse<String>> ask(
            HttpClient http, String uri, String known) {
        var request =
                HttpRequest.newBuilder(URI.create(uri)).header("If-None-Match", known).build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    private static void update(
            ConfigurableApplicationContext application, @Nullable Long expected) {
        var objects = new TreeMap<ObjectPath, String>();
        objects.put(new ObjectPath("haproxy.cfg"), "text");
        application
                .getBean(Registry.class)
                .update(
                        new ConfigUpdate(
                                MAPS,
                                expected,
                                objects,
                                List.of(new NewBalancer(new LocationId("sas"), List.of())),
                                "",
                                null),
                        Actor.self(),
                        Safeguard.none());
    }
}
