package dev.balancerdeployer.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads bodies in two steps: first the text as JSON, where encoding, syntax, duplicate keys, nesting
 * and characters that no text may hold are judged with their place; then its binding to a type.
 */
final class StrictJsonConverter extends JacksonJsonHttpMessageConverter {

    StrictJsonConverter(JsonMapper mapper) {
        super(mapper);
    }

    @Override
    public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
        return super.canRead(type, mediaType)
                && (mediaType == null
                        || mediaType.getCharset() == null
                        || StandardCharsets.UTF_8.equals(mediaType.getCharset()));
    }

    @Override
    public Object read(
            ResolvableType type,
            HttpInputMessage message,
            @Nullable Map<String, Object> hints)
            throws IOException {
        var bytes = message.getBody().readAllBytes();
        try {
            var text = decode(bytes);
            scan(text);
            var javaType = defaultMapper.constructType(type.getType());
            Object value = defaultMapper.readValue(text, javaType);
            if (value == null) {
                throw ProblemException.invalid(
                        JsonPlaces.BODY, "body: null (expected: one JSON object)");
            }
            return value;
        } catch (JacksonException e) {
            throw JacksonFailures.problem(e);
        }
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw ProblemException.invalid(JsonPlaces.BODY, "body: not UTF-8");
        }
    }

    private void scan(String text) {
        try (var parser = defaultMapper.createParser(text)) {
            var values = 0;
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                if (parser.streamReadContext().inRoot() && !token.isStructEnd() && ++values > 1) {
                    throw ProblemException.invalid(
                            JsonPlaces.BODY, "body: text after the end of the JSON value");
                }
                check(parser, token);
            }
            if (values == 0) {
                throw ProblemException.invalid(
                        JsonPlaces.BODY, "body: missing (expected: one JSON object)");
            }
        }
    }

    private static void check(JsonParser parser, JsonToken token) {
        var text =
                switch (token) {
                    case PROPERTY_NAME -> parser.currentName();
                    case VALUE_STRING -> parser.getString();
                    default -> "";
                };
        var fault = TextRules.fault(text == null ? "" : text);
        if (fault != null) {
            var place = JsonPlaces.of(parser.streamReadContext());
            throw ProblemException.invalid(place, TextRules.shown(place, 200) + ": holds " + fault);
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            number(parser);
        }
    }

    /** A number too long is found only when it is looked at; its place is known only now. */
    private static void number(JsonParser parser) {
        try {
            parser.getDecimalValue();
        } catch (StreamConstraintsException _) {
            var place = JsonPlaces.of(parser.streamReadContext());
            throw ProblemException.invalid(place, place + ": a number of too many digits");
        }
    }
}
