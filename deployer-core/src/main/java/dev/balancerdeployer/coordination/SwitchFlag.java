package dev.balancerdeployer.coordination;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The text of the kill switch's flag: {@code {"enabled": bool, "closed_locations": [..], "reason":
 * ".."}}, of which only {@code enabled} is required (SPEC C5). Anything that is not exactly that is
 * refused: a flag that is half understood must not allow anything.
 *
 * @param closedLocations sorted
 */
record SwitchFlag(boolean enabled, Set<String> closedLocations, String reason) {

    /** As it is created at the first start of an installation. */
    static final String OPEN = "{\"enabled\": true, \"closed_locations\": [], \"reason\": \"\"}";

    private static final int MAX_REASON = 2_000;
    private static final JsonFactory JSON = new JsonFactory();

    SwitchFlag {
        if (reason.length() > MAX_REASON) {
            throw new IllegalArgumentException(
                    "reason: %d characters (expected: at most %d)"
                            .formatted(reason.length(), MAX_REASON));
        }
        closedLocations.forEach(it -> Names.requireOwner("closed_locations", it));
        closedLocations = Collections.unmodifiableSortedSet(new TreeSet<>(closedLocations));
    }

    /**
     * @throws IllegalArgumentException saying in words what is malformed
     */
    static SwitchFlag parse(String json) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return new Reader(parser).read();
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON" + place(e), e);
        }
    }

    private static String place(JacksonException e) {
        var at = e.getLocation();
        return at == null
                ? ""
                : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    }

    /** Reads one flag, field by field, and nothing after it. */
    private static final class Reader {

        private final JsonParser parser;
        private final Set<String> seen = new HashSet<>();
        private boolean enabled;
        private final Set<String> closedLocations = new HashSet<>();
        private String reason = "";

        Reader(JsonParser parser) {
            this.parser = parser;
        }

        SwitchFlag read() {
            require("flag", JsonToken.START_OBJECT, "an object");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                field(parser.currentName());
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("something follows after the flag");
            }
            if (!seen.contains("enabled")) {
                throw new IllegalArgumentException("enabled: missing (expected: true or false)");
            }
            return new SwitchFlag(enabled, closedLocations, reason);
        }

        private void field(String name) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("%s: given twice".formatted(shown(name)));
            }
            switch (name) {
                case "enabled" -> enabled = bool();
                case "closed_locations" -> readClosedLocations();
                case "reason" -> reason = text("reason", "text");
                default ->
                        throw new IllegalArgumentException(
                                "%s: unknown field (expected: enabled, closed_locations, reason)"
                                        .formatted(shown(name)));
            }
        }

        private boolean bool() {
            return switch (parser.nextToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case null, default ->
                        throw new IllegalArgumentException(
                                "enabled: not a boolean (expected: true or false)");
            };
        }

        private void readClosedLocations() {
            require("closed_locations", JsonToken.START_ARRAY, "a list of names");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                closedLocations.add(current("closed_locations", "a list of names"));
            }
        }

        private String text(String field, String expected) {
            parser.nextToken();
            return current(field, expected);
        }

        private String current(String field, String expected) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw wrong(field, expected);
            }
            return parser.getString();
        }

        private void require(String field, JsonToken token, String expected) {
            if (parser.nextToken() != token) {
                throw wrong(field, expected);
            }
        }

        private static IllegalArgumentException wrong(String field, String expected) {
            return new IllegalArgumentException("%s: (expected: %s)".formatted(field, expected));
        }

        private static String shown(String name) {
            var cut = name.length() <= 64 ? name : name.substring(0, 64) + "...";
            return cut.replaceAll("\\p{Cntrl}", "?");
        }
    }
}
