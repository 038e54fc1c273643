package dev.balancerdeployer.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/**
 * What holds for the whole description: names as on the wire, refusals, examples with each body.
 */
final class OpenApiDetails implements GlobalOpenApiCustomizer {

    private static final String PROBLEM = "Problem";

    @Override
    public void customise(OpenAPI api) {
        api.info(
                        new Info()
                                .title("Balancer Deployer")
                                .version("v1")
                                .description("Changes L7 balancers one location at a time.")
                                .license(new License().name("Apache-2.0")))
                .servers(List.of(new Server().url("/")));
        if (api.getComponents() == null) {
            api.components(new Components());
        }
        api.getComponents().addSchemas(PROBLEM, problem());
        api.getComponents().getSchemas().values().forEach(OpenApiDetails::snake);
        if (api.getPaths() != null) {
            api.setPaths(plain(api.getPaths()));
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(operation -> complete(api, operation));
        }
    }

    /** A body of text, as {@link TextBody} reads it. */
    static RequestBody textBody() {
        return new RequestBody()
                .required(true)
                .content(
                        new Content()
                                .addMediaType(
                                        "text/plain; charset=utf-8",
                                        new MediaType()
                                                .schema(of("string"))
                                                .example("backend maps\n  balance roundrobin\n")));
    }

    /** {@code {*path}} is how Spring writes a variable of many segments. */
    private static Paths plain(Paths paths) {
        var plain = new Paths();
        paths.forEach((path, item) -> plain.addPathItem(path.replace("{*", "{"), item));
        return plain;
    }

    private static void complete(OpenAPI api, Operation operation) {
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(p -> p.setName(p.getName().replaceFirst("^\\*", "")));
        }
        operation.getResponses().values().forEach(OpenApiDetails::json);
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("A refusal; docs/problems.md lists the types")
                                .content(
                                        new Content()
                                                .addMediaType(
                                                        "application/problem+json",
                                                        new MediaType()
                                                                .schema(reference(PROBLEM)))));
        var body = operation.getRequestBody();
        if (body != null && body.getContent() != null) {
            body.getContent().values().forEach(media -> example(api, media));
        }
    }

    private static void json(ApiResponse response) {
        var any = response.getContent() == null ? null : response.getContent().remove("*/*");
        if (any != null) {
            response.getContent().addMediaType("application/json", any);
        }
    }

    private static void example(OpenAPI api, MediaType media) {
        if (media.getExample() == null && media.getExamples() == null) {
            var schema = resolved(api, media.getSchema());
            if (schema != null && schema.getExample() != null) {
                media.example(schema.getExample());
            }
        }
    }

    private static @Nullable Schema<?> resolved(OpenAPI api, @Nullable Schema<?> schema) {
        if (schema == null || schema.get$ref() == null) {
            return schema;
        }
        var name = schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
        return api.getComponents().getSchemas().get(name);
    }

    @SuppressWarnings({"rawtypes"}) // as the library has it
    private static void snake(Schema<?> schema) {
        Map<String, Schema> properties = schema.getProperties();
        if (properties != null) {
            var renamed = new LinkedHashMap<String, Schema>();
            properties.forEach((name, value) -> renamed.put(JsonPlaces.snake(name), value));
            schema.setProperties(renamed);
        }
        if (schema.getRequired() != null) {
            schema.setRequired(
                    schema.getRequired().stream().map(JsonPlaces::snake).distinct().toList());
        }
    }

    private static Schema<?> reference(String name) {
        return new Schema<>().$ref("#/components/schemas/" + name);
    }

    private static Schema<?> problem() {
        return of("object")
                .addProperty("type", text("/problems/stale-version"))
                .addProperty("title", text("The version is not the current one"))
                .addProperty("status", of("integer").example(412))
                .addProperty("detail", text("the current version is 8"))
                .addProperty("instance", text("/v1/its/values/maps/common/flag"))
                .addProperty("place", text("value.enabled"))
                .addProperty("current_version", of("integer").example(8));
    }

    /** A schema of that type, as OpenAPI 3.1 writes it. */
    static Schema<?> of(String type) {
        return new Schema<>().types(Set.of(type));
    }

    private static Schema<?> text(String example) {
        return of("string").example(example);
    }
}
