package dev.balancerdeployer.delivery.http;

import dev.balancerdeployer.delivery.AlertProperties;
import dev.balancerdeployer.delivery.AlertReceiver;
import dev.balancerdeployer.delivery.WebhookSet;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The receiver of alerts, where {@code deployer.alerts.webhook-url} is set. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    private static final Logger log = LoggerFactory.getLogger(WebhookConfiguration.class);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    @Bean(destroyMethod = "shutdownNow")
    @Conditional(WebhookSet.class)
    HttpClient webhookHttpClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT)
                .build();
    }

    @Bean
    @Conditional(WebhookSet.class)
    AlertReceiver webhookReceiver(
            @Qualifier("webhookHttpClient") HttpClient webhookHttpClient,
            AlertProperties settings) {
        var address = URI.create(String.valueOf(settings.webhookUrl()));
        log.info("deployer.alerts.webhook-url: alerts are told to {}", address.getHost());
        if (settings.webhookSecret() == null) {
            log.warn(
                    "deployer.alerts.webhook-secret: not set, so the receiver cannot know who calls");
        }
        return new WebhookReceiver(webhookHttpClient, address, settings.webhookSecret());
    }
}
