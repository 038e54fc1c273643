package dev.balancerdeployer.web.coordination;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Describes the history of a value as the path of its own that it is for callers: a variable of
 * many segments can only be the end of a mapping, so that one method serves both.
 */
@Lazy
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ItsDescription implements GlobalOpenApiCustomizer {

    private static final String VALUE = "/v1/its/values/{path}";

    @Override
    public void customise(OpenAPI api) {
        var value = api.getPaths() == null ? null : api.getPaths().get(VALUE);
        if (value == null || value.getGet() == null) {
            return;
        }
        var read = value.getGet();
        var history =
                new Operation()
                        .addTagsItem("ITS values")
                        .operationId("history")
                        .summary("List all versions of a value, newest first")
                        .description("A deletion is a version too.")
                        .parameters(read.getParameters())
                        .responses(
                                new ApiResponses()
                                        .addApiResponse(
                                                "200",
                                                new ApiResponse().description("A page of values")));
        read.parameters(
                read.getParameters().stream().filter(p -> "path".equals(p.getIn())).toList());
        api.getPaths().addPathItem(VALUE + "/history", new PathItem().get(history));
    }
}
