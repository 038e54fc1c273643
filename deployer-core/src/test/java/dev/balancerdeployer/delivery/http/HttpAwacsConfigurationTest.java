package dev.balancerdeployer.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.registry.Activation;
import dev.balancerdeployer.delivery.registry.InMemoryRegistry;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;

@NullMarked
class HttpAwacsConfigurationTest {

    private static final DatabaseTime TIME = () -> Instant.parse("2026-11-24T12:00:00Z");

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withUserConfiguration(HttpAwacsConfiguration.class, BuiltIn.class)
                    .withBean(DatabaseTime.class, () -> TIME);

    @Configuration(proxyBeanMethods = false)
    static class BuiltIn {

        @Bean
        @Fallback
        Awacs awacs() {
            return InMemoryRegistry.at(TIME, Activation.REPORTED).awacs();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"awacs.activation=reported", "awacs.url=", "awacs.url= "})
    void withoutAnAddressTheBuiltInRegistryIsUsed(String setting) {
        runner.withPropertyValues(setting)
                .run(it ->
                        assertThat(it.getBean(Awacs.class)).isNotInstanceOf(ResilientAwacs.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080",
                "https://awacs.example/",
                "http://[::1]:8080/registry/",
                " http://awacs:80 "
            })
    void withAnAddressTheRegistryThereIsUsed(String url) {
        runner.withPropertyValues("awacs.url=" + url)
                .run(it -> assertThat(it.getBean(Awacs.class)).isInstanceOf(ResilientAwacs.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "awacs:8080",
                "ftp://awacs",
                "http://",
                "http:///path",
                "http://me:secret@awacs",
                "http://awacs?token=secret",
                "http://awacs#secret",
                "http://a b",
                "nonsense secret"
            })
    void aWrongAddressFailsTheStartAndIsNotRepeated(String url) {
        runner.withPropertyValues("awacs.url=" + url)
                .run(it -> {
                    assertThat(it)
                            .getFailure()
                            .hasStackTraceContaining("awacs.url: (expected: http://HOST:PORT");
                    assertThat(it).getFailure().rootCause().hasMessageNotContaining("secret");
                });
    }

    @Test
    void aTokenWithoutAnAddressFailsTheStart() {
        runner.withPropertyValues("awacs.token=secret")
                .run(it ->
                        assertThat(it)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("awacs.token: set without awacs.url")
                                .hasMessageNotContaining("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"se cret", "sécret", "secret\u0001x"})
    void aTokenThatNoHeaderCanHoldFailsTheStart(String token) {
        runner.withPropertyValues("awacs.url=http://awacs", "awacs.token=" + token)
                .run(it ->
                        assertThat(it)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("awacs.token: (expected")
                                .hasMessageNotContaining(token));
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect-timeout", "timeout"})
    void limitsOfTimeAreAlwaysSet(String name) {
        runner.withPropertyValues("awacs.url=http://awacs", "awacs." + name + "=0s")
                .run(it ->
                        assertThat(it)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("awacs." + name + ": 'PT0S'"));
        runner.withPropertyValues("awacs.url=http://awacs", "awacs." + name + "=61s")
                .run(it -> assertThat(it).hasFailed());
    }

    @Test
    void tellsNoSecret() {
        var settings = settings("http://awacs", "s3cret");

        assertThat(settings.toString()).doesNotContain("s3cret").contains("http://awacs");
    }

    @Test
    void knowsWhenOthersCanReadTheToken() {
        assertThat(settings("http://awacs", "t").tokenInTheClear()).isTrue();
        assertThat(settings("https://awacs", "t").tokenInTheClear()).isFalse();
        assertThat(settings("http://127.0.0.1:80", "t").tokenInTheClear()).isFalse();
    }

    private static HttpAwacsProperties settings(String url, String token) {
        return new HttpAwacsProperties(url, token, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }
}
