package dev.balancerdeployer.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads bodies in two steps: first the text is judged as JSON, see {@link JsonScan}, then it is
 * bound to a type.
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
            ResolvableType type, HttpInputMessage message, @Nullable Map<String, Object> hints)
            throws IOException {
        var text = decode(message.getBody().readAllBytes());
        JsonScan.require(text);
        try {
            Object value =
                    defaultMapper.readValue(text, defaultMapper.constructType(type.getType()));
            if (value == null) {
                throw ProblemException.invalid(
                        JsonPlaces.BODY, "body: null (expected: one JSON object)");
            }
            return value;
        } catch (JacksonException e) {
            throw JacksonFailures.problem(e, defaultMapper.readTree(text));
        }
    }

    static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw ProblemException.invalid(JsonPlaces.BODY, "body: not UTF-8");
        }
    }
}
