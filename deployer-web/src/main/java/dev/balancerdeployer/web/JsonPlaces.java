package dev.balancerdeployer.web;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.JsonNode;

/** Where in a JSON body something is: {@code new_weights.search.SAS}, {@code objects[2].path}. */
final class JsonPlaces {

    /** The place of the whole body. */
    static final String BODY = "body";

    private JsonPlaces() {}

    static String of(List<JacksonException.Reference> path) {
        var place = new StringBuilder();
        for (var step : path) {
            if (step.getPropertyName() != null) {
                append(place, step.getPropertyName());
            } else if (step.getIndex() >= 0) {
                append(place, step.getIndex());
            }
        }
        return place.isEmpty() ? BODY : place.toString();
    }

    static String of(@Nullable TokenStreamContext context) {
        var steps = new ArrayDeque<TokenStreamContext>();
        for (var c = context; c != null && !c.inRoot(); c = c.getParent()) {
            steps.push(c);
        }
        var place = new StringBuilder();
        for (var step : steps) {
            if (step.inObject() && step.hasCurrentName()) {
                append(place, step.currentName());
            } else if (step.inArray() && step.hasCurrentIndex()) {
                append(place, step.getCurrentIndex());
            }
        }
        return place.isEmpty() ? BODY : place.toString();
    }

    /** The place {@code what} inside {@code place}. */
    static String within(String place, String what) {
        if (place.equals(BODY)) {
            return what;
        }
        return place.equals(what) || place.endsWith("." + what) ? place : place + "." + what;
    }

    /** What is at the end of a path; a missing node if there is nothing. */
    static JsonNode find(JsonNode body, List<JacksonException.Reference> path) {
        var node = body;
        for (var step : path) {
            node =
                    step.getPropertyName() == null
                            ? node.path(step.getIndex())
                            : node.path(step.getPropertyName());
        }
        return node;
    }

    /** A Java name as the name it has on the wire. */
    static String snake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static void append(StringBuilder place, String name) {
        if (!place.isEmpty()) {
            place.append('.');
        }
        place.append(name);
    }

    private static void append(StringBuilder place, int index) {
        place.append('[').append(index).append(']');
    }
}
