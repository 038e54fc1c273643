package dev.balancerdeployer.web.recipes;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RecipeProperties.class)
class RecipesConfiguration {}
