package dev.balancerdeployer.delivery.http;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.AwacsUnavailable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.http.HttpClient;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.DefaultUriBuilderFactory.EncodingMode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * The way to a registry elsewhere, in place of the built-in one, where {@code awacs.url} is set.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpAwacsProperties.class)
class HttpAwacsConfiguration {

    private static final Logger log = LoggerFactory.getLogger(HttpAwacsConfiguration.class);

    /** Whether awacs is elsewhere; the address itself is checked by the settings. */
    static final class Elsewhere implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment().getProperty("awacs.url", "").isBlank();
        }
    }

    /** What is on its way when the application stops is cut off: its outcome is asked for later. */
    @Bean(destroyMethod = "shutdownNow")
    @Conditional(Elsewhere.class)
    HttpClient awacsHttpClient(HttpAwacsProperties settings) {
        return client(settings);
    }

    @Bean
    @Conditional(Elsewhere.class)
    Awacs awacsElsewhere(
            @Qualifier("awacsHttpClient") HttpClient awacsHttpClient,
            HttpAwacsProperties settings,
            DatabaseTime time) {
        log.info("awacs.url: configs go to the registry at {}", settings.url());
        if (settings.tokenInTheClear()) {
            log.warn(
                    "awacs.url: http and not to this machine, so awacs.token can be read by others");
        }
        return new ResilientAwacs(
                new HttpAwacs(api(awacsHttpClient, settings)),
                breaker(),
                Persistence.usual(),
                time);
    }

    static HttpClient client(HttpAwacsProperties settings) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .build();
    }

    static AwacsApi api(HttpClient client, HttpAwacsProperties settings) {
        var requests = new JdkClientHttpRequestFactory(client);
        requests.setReadTimeout(settings.timeout());
        var addresses = new DefaultUriBuilderFactory(String.valueOf(settings.url()));
        addresses.setEncodingMode(EncodingMode.NONE);
        var json =
                JsonMapper.builder()
                        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                        .build();
        var rest =
                RestClient.builder()
                        .requestFactory(requests)
                        .uriBuilderFactory(addresses)
                        .configureMessageConverters(it ->
                                it.disableDefaults()
                                        .addCustomConverter(new ByteArrayHttpMessageConverter())
                                        .withJsonConverter(
                                                new JacksonJsonHttpMessageConverter(json)))
                        .defaultHeader(
                                HttpHeaders.ACCEPT, "application/json, application/problem+json")
                        .defaultStatusHandler(_ -> true, (_, _) -> {});
        var token = settings.token();
        if (token != null) {
            rest.defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        }
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(rest.build()))
                .build()
                .createClient(AwacsApi.class);
    }

    /** A registry that fails now and then is asked on; one that fails nearly always is not. */
    static CircuitBreaker breaker() {
        return CircuitBreaker.of(
                "awacs",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(Duration.ofSeconds(5))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .recordException(HttpAwacsConfiguration::isFailure)
                        .ignoreException(it -> !isFailure(it))
                        .build());
    }

    private static boolean isFailure(Throwable thrown) {
        return thrown instanceof AwacsUnavailable
                && !(thrown.getCause() instanceof UnexpectedAnswer);
    }
}
