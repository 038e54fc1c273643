package dev.balancerdeployer.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Judges a text as JSON before it is bound to anything: syntax, one value only, duplicate keys,
 * nesting, length of numbers, characters that no text may hold; each with its place (SPEC S0).
 */
final class JsonScan {

    /** Wide enough that this class, which knows the place, is the one that refuses. */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(2 * StrictJson.MAX_NESTING)
                                    .maxStringLength(BodyLimitFilter.MAX_BODY)
                                    .maxNameLength(BodyLimitFilter.MAX_BODY)
                                    .maxNumberLength(BodyLimitFilter.MAX_BODY)
                                    .build())
                    .build();

    private final JsonParser parser;
    private final Deque<Set<String>> names = new ArrayDeque<>();

    private JsonScan(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Judges the text.
     *
     * @throws ProblemException 400
     */
    static void require(String text) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            new JsonScan(parser).scan();
        }
    }

    private void scan() {
        var complete = false;
        for (var token = next(); token != null; token = next()) {
            if (complete) {
                throw refused(JsonPlaces.BODY, "there is text after the end of the JSON value");
            }
            judge(token);
            complete = parser.streamReadContext().inRoot();
        }
        if (!complete) {
            throw refused(JsonPlaces.BODY, "missing (expected: one JSON object)");
        }
    }

    private @Nullable JsonToken next() {
        try {
            return parser.nextToken();
        } catch (JacksonException e) {
            var where = e.getLocation();
            throw refused(
                    JsonPlaces.BODY,
                    where == null
                            ? "malformed JSON"
                            : "malformed JSON at line %d, column %d"
                                    .formatted(where.getLineNr(), where.getColumnNr()));
        }
    }

    private void judge(JsonToken token) {
        switch (token) {
            case START_OBJECT -> {
                nested();
                names.push(new HashSet<>());
            }
            case START_ARRAY -> nested();
            case END_OBJECT -> names.pop();
            case PROPERTY_NAME -> {
                var name = parser.currentName();
                if (name.length() > StrictJson.MAX_NAME) {
                    throw refused(JsonPlaces.BODY, "holds a key of over 50000 characters");
                }
                text(name);
                if (!names.element().add(name)) {
                    throw refused(place(), "a duplicate key");
                }
            }
            case VALUE_STRING -> text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(token);
            default -> {
                // true, false, null and the end of a list say nothing more
            }
        }
    }

    private void nested() {
        if (parser.streamReadContext().getNestingDepth() > StrictJson.MAX_NESTING) {
            throw refused(JsonPlaces.BODY, "nested deeper than 500");
        }
    }

    private void text(String text) {
        var fault = TextRules.fault(text);
        if (fault != null) {
            throw refused(place(), "holds " + fault);
        }
    }

    private void number(JsonToken token) {
        if (parser.getStringLength() > StrictJson.MAX_NUMBER) {
            throw refused(place(), "a number of over 1000 digits");
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            try {
                parser.getDecimalValue();
            } catch (JacksonException | NumberFormatException _) {
                throw refused(place(), "a number out of every range");
            }
        }
    }

    private String place() {
        return JsonPlaces.of(parser.streamReadContext());
    }

    private static ProblemException refused(String place, String why) {
        return ProblemException.invalid(place, TextRules.shown(place, 200) + ": " + why);
    }
}
