package dev.balancerdeployer.delivery.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of one object of an answer. Unknown ones are passed over, as a newer registry
 * may have more; one that is missing or of the wrong kind is an {@link UnexpectedAnswer} that names
 * it, never a default.
 */
record Fields(JsonNode object, String where) {

    Fields {
        if (!object.isObject()) {
            throw new UnexpectedAnswer(where + ": no JSON object");
        }
    }

    String text(String name) {
        return required(name, optionalText(name));
    }

    @Nullable String optionalText(String name) {
        var value = object.path(name);
        if (absent(value)) {
            return null;
        }
        if (!value.isString()) {
            throw wrong(name, "text");
        }
        return value.stringValue();
    }

    long number(String name) {
        return required(name, optionalNumber(name));
    }

    @Nullable Long optionalNumber(String name) {
        var value = object.path(name);
        if (absent(value)) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, "a whole number");
        }
        return value.longValue();
    }

    Instant time(String name) {
        return required(name, optionalTime(name));
    }

    @Nullable Instant optionalTime(String name) {
        var text = optionalText(name);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            throw wrong(name, "a time");
        }
    }

    /** Its elements, objects all of them. */
    <T> List<T> list(String name, Function<Fields, T> element) {
        return elements(name).stream()
                .map(it -> element.apply(new Fields(it, where + "." + name)))
                .toList();
    }

    List<String> texts(String name) {
        return elements(name).stream()
                .map(it -> {
                    if (!it.isString()) {
                        throw wrong(name, "a list of texts");
                    }
                    return it.stringValue();
                })
                .toList();
    }

    /** A field in the domain's form; what the domain refuses is no answer. */
    <T> T as(String name, Function<String, T> form) {
        return converted(name, text(name), form);
    }

    <T> @Nullable T optionalAs(String name, Function<String, T> form) {
        var text = optionalText(name);
        return text == null ? null : converted(name, text, form);
    }

    UnexpectedAnswer wrong(String name, String expected) {
        return new UnexpectedAnswer("%s.%s: (expected: %s)".formatted(where, name, expected));
    }

    private List<JsonNode> elements(String name) {
        var list = object.path(name);
        if (!list.isArray()) {
            throw wrong(name, "a list");
        }
        return list.valueStream().toList();
    }

    private <T> T converted(String name, String text, Function<String, T> form) {
        try {
            return form.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UnexpectedAnswer(where + "." + name + ": " + e.getMessage(), e);
        }
    }

    private <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new UnexpectedAnswer("%s.%s: missing".formatted(where, name));
        }
        return value;
    }

    private static boolean absent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
