package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.EndOfWaits;
import dev.balancerdeployer.delivery.Awacs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;

/** The built-in registry and the deployer's way into it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AwacsProperties.class)
class RegistryConfiguration {

    private static final Logger log = LoggerFactory.getLogger(RegistryConfiguration.class);

    @Bean
    NodeTargets nodeTargets(HostedNamespaces namespaces, ObjectTexts texts) {
        return new NodeTargets(namespaces, texts);
    }

    @Bean
    EndOfWaits endOfNodeWaits(NodeTargets targets) {
        return new EndOfWaits(targets::close);
    }

    @Bean
    Registry registry(
            HostedNamespaces namespaces,
            ObjectTexts texts,
            DatabaseTime time,
            NodeTargets targets,
            AwacsProperties properties) {
        var activation = properties.whenActive();
        if (activation == Activation.IMMEDIATE) {
            log.info("awacs.activation=immediate: a target is active at once, no node reports it");
        }
        return new Registry(namespaces, texts, time, activation, targets::changed);
    }

    /** Unless awacs is elsewhere. */
    @Bean
    @Fallback
    Awacs awacs(Registry registry) {
        return new RegistryAwacs(registry);
    }
}
