package dev.balancerdeployer.web;

import com.fasterxml.jackson.annotation.Nulls;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;
import tools.jackson.databind.type.LogicalType;

/**
 * The JSON of the API (SPEC S0): snake case; unknown fields, duplicate keys, trailing text, nesting
 * over {@value #MAX_NESTING} and every silent conversion refused; numbers kept as they are; a
 * record component that is not {@code @Nullable} is mandatory, and null is no value for it. Times
 * are written in UTC with milliseconds, durations as ISO-8601.
 *
 * <p>In an answer a component that API.md marks with {@code ?} is left out when null: annotate it
 * with {@code @JsonInclude(NON_NULL)}; one marked {@code | null} needs nothing.
 */
public final class StrictJson {

    /** Deepest nesting of objects and lists. */
    public static final int MAX_NESTING = 500;

    /** Most characters of a number. */
    static final int MAX_NUMBER = 1_000;

    /** Most characters of a key. */
    static final int MAX_NAME = 50_000;

    private static final StreamReadConstraints LIMITS =
            StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(BodyLimitFilter.MAX_BODY)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(MAX_NUMBER)
                    .build();

    private StrictJson() {}

    /** The mapper alone, for what runs without the application. */
    public static JsonMapper mapper() {
        var factory = JsonFactory.builder();
        applyTo(factory);
        var builder = JsonMapper.builder(factory.build());
        applyTo(builder);
        return builder.build();
    }

    static void applyTo(JsonFactoryBuilder builder) {
        builder.streamReadConstraints(LIMITS);
    }

    static void applyTo(JsonMapper.Builder builder) {
        builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(
                        MapperFeature.ALLOW_COERCION_OF_SCALARS,
                        MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .withCoercionConfigDefaults(c ->
                        c.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.EmptyArray, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.Textual,
                        c ->
                                c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                        .setCoercion(
                                                CoercionInputShape.Boolean, CoercionAction.Fail))
                .addModule(times());
        builder.changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL));
        builder.annotationIntrospector(
                new RequiredUnlessNullable(builder.annotationIntrospector()));
    }

    private static SimpleModule times() {
        return new SimpleModule("balancer-deployer")
                .addSerializer(Instant.class, new InstantWriter())
                .addDeserializer(Instant.class, new InstantReader())
                .addSerializer(Duration.class, new DurationWriter())
                .addDeserializer(Duration.class, new DurationReader());
    }

    private static final class InstantWriter extends StdScalarSerializer<Instant> {

        InstantWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
            out.writeString(Rfc3339.of(value));
        }
    }

    private static final class DurationWriter extends StdScalarSerializer<Duration> {

        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator out, SerializationContext context) {
            out.writeString(value.toString());
        }
    }

    private static final class InstantReader extends StdScalarDeserializer<Instant> {

        InstantReader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            var text = text(parser, context, Instant.class);
            try {
                return Rfc3339.parse("time", text);
            } catch (ProblemException _) {
                throw context.weirdStringException(text, Instant.class, "not a time");
            }
        }
    }

    private static final class DurationReader extends StdScalarDeserializer<Duration> {

        DurationReader() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) {
            var text = text(parser, context, Duration.class);
            try {
                return DurationText.parse("duration", text);
            } catch (ProblemException _) {
                throw context.weirdStringException(text, Duration.class, "not a duration");
            }
        }
    }

    private static String text(JsonParser parser, DeserializationContext context, Class<?> target) {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw context.wrongTokenException(
                    parser, target, JsonToken.VALUE_STRING, "expected text");
        }
        return parser.getString();
    }
}
