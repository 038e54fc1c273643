package dev.balancerdeployer.web.delivery;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({HookProperties.class, AlertmanagerProperties.class})
class HookConfiguration {}
