package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.PageRequest;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/**
 * The description of the API at {@code /v3/api-docs} (SPEC O6). A controller adds a summary to each
 * operation ({@code @Operation}) and an example to the record of each body ({@code @Schema}); the
 * rest is done here: paging, preconditions, the actor, refusals, names in snake case.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String LIBRARY = "org.springdoc.";

    /** Nothing of it is made before somebody asks for it, and then all of it. */
    @Bean
    static BeanFactoryPostProcessor lazyDescription() {
        return factory -> {
            var makers = new ArrayList<String>();
            for (var name : factory.getBeanDefinitionNames()) {
                var bean = factory.getBeanDefinition(name);
                if (String.valueOf(bean.getFactoryBeanName()).startsWith(LIBRARY)
                        || String.valueOf(bean.getBeanClassName()).startsWith(LIBRARY)) {
                    bean.setLazyInit(true);
                    if (String.valueOf(bean.getFactoryBeanName())
                            .endsWith(".SpringDocConfiguration")) {
                        makers.add(name);
                    }
                }
            }
            if (factory.containsBeanDefinition("openApiResource")) {
                factory.getBeanDefinition("openApiResource")
                        .setDependsOn(makers.toArray(String[]::new));
            }
        };
    }

    @Bean
    @Lazy
    GlobalOpenApiCustomizer wholeDescription(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        var config = SpringDocUtils.getConfig();
        config.addRequestWrapperToIgnore(
                Actor.class,
                PageRequest.class,
                IfMatch.class,
                Precondition.class,
                OptionalPrecondition.class,
                IdempotencyHeader.class,
                AuditTrail.class,
                TextBody.class,
                YamlBody.class,
                RawBody.class);
        config.replaceWithSchema(JsonNode.class, new Schema<>());
        config.replaceWithSchema(
                Duration.class, OpenApiDetails.of("string").description("Such as 30s or PT1H"));
        mappings.getHandlerMethods().values().stream()
                .flatMap(method -> Arrays.stream(method.getMethodParameters()))
                .filter(parameter -> parameter.hasParameterAnnotation(PathVariable.class))
                .map(MethodParameter::getParameterType)
                .distinct()
                .forEach(type -> config.replaceWithSchema(type, OpenApiDetails.of("string")));
        return new OpenApiDetails();
    }

    @Bean
    @Lazy
    OperationCustomizer resolvedParameters() {
        return OpenApiConfiguration::describe;
    }

    private static Operation describe(Operation operation, HandlerMethod method) {
        for (var parameter : method.getMethodParameters()) {
            var type = parameter.getParameterType();
            if (type == PageRequest.class) {
                operation.addParametersItem(
                        query("limit", "How many items at most, 1..500")
                                .schema(OpenApiDetails.of("integer").example(50)));
                operation.addParametersItem(
                        query("after", "next of an earlier page")
                                .schema(OpenApiDetails.of("string")));
            } else if (type == IfMatch.class) {
                operation.addParametersItem(
                        header("If-Match", "The version the change is made from, such as \"3\"")
                                .required(true));
            } else if (type == Precondition.class) {
                operation.addParametersItem(
                        header("If-Match", "The version that is replaced, such as \"3\""));
                operation.addParametersItem(
                        header("If-None-Match", "* to create; one of the two is required"));
            } else if (type == OptionalPrecondition.class) {
                operation.addParametersItem(
                        header("If-Match", "Only at this version, such as \"3\""));
            } else if (type == IdempotencyHeader.class) {
                operation.addParametersItem(
                        header(
                                IdempotencyHeader.NAME,
                                "Equal for all sends of one change: it is made once, and each send"
                                        + " is answered as the first; 24 h"));
            } else if (type == Actor.class) {
                operation.addParametersItem(header("X-Actor", "Who acts; anonymous if absent"));
            } else if (type == TextBody.class) {
                operation.setRequestBody(OpenApiDetails.textBody());
            }
        }
        return operation;
    }

    private static Parameter query(String name, String description) {
        return new Parameter().in("query").name(name).description(description).required(false);
    }

    private static Parameter header(String name, String description) {
        return new Parameter()
                .in("header")
                .name(name)
                .description(description)
                .required(false)
                .schema(OpenApiDetails.of("string"));
    }
}
