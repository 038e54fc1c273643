package dev.balancerdeployer.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says in our words, with the place, what a body was refused for. */
final class JacksonFailures {

    private JacksonFailures() {}

    static ProblemException problem(JacksonException failure) {
        var place = JsonPlaces.of(failure.getPath());
        return switch (failure) {
            case UnrecognizedPropertyException e ->
                    ProblemException.invalid(
                            place, "%s: unknown field%s".formatted(place, known(e)));
            case InvalidNullException _ ->
                    ProblemException.invalid(place, place + ": null (expected: a value)");
            case InvalidFormatException e -> wrongText(place, e);
            case MismatchedInputException e -> mismatch(place, e);
            case ValueInstantiationException e -> refusedByTheDomain(place, e);
            case InputCoercionException _ -> outOfRange(place);
            default -> nested(place, failure);
        };
    }

    /**
     * As {@link #problem(JacksonException)}; where a field is missing and another is there that is
     * not known, a misspelt one most likely, it is that one that is named.
     */
    static ProblemException problem(JacksonException failure, JsonNode body) {
        if (failure instanceof MismatchedInputException e
                && missing(e)
                && e.getPath().getLast().from() instanceof Class<?> type
                && type.isRecord()) {
            var steps = e.getPath().subList(0, e.getPath().size() - 1);
            var known =
                    Arrays.stream(type.getRecordComponents())
                            .map(JacksonFailures::nameOf)
                            .collect(Collectors.toCollection(TreeSet::new));
            var unknown =
                    JsonPlaces.find(body, steps).propertyNames().stream()
                            .filter(name -> !known.contains(name))
                            .findFirst();
            if (unknown.isPresent()) {
                var place = JsonPlaces.within(JsonPlaces.of(steps), unknown.get());
                return ProblemException.invalid(
                        place,
                        "%s: unknown field (expected: one of %s)"
                                .formatted(place, String.join(", ", known)));
            }
        }
        return problem(failure);
    }

    private static String nameOf(RecordComponent component) {
        var named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? JsonPlaces.snake(component.getName()) : named.value();
    }

    private static ProblemException wrongText(String place, InvalidFormatException e) {
        return ProblemException.invalid(
                place,
                "%s: '%s' (expected: %s)"
                        .formatted(
                                place,
                                TextRules.shown(String.valueOf(e.getValue()), 100),
                                expected(e.getTargetType())));
    }

    private static ProblemException outOfRange(String place) {
        return ProblemException.invalid(place, place + ": a number out of range");
    }

    /** A missing field is reported with the class it belongs to as the last step of the path. */
    private static boolean missing(MismatchedInputException e) {
        return !e.getPath().isEmpty() && e.getPath().getLast().from() instanceof Class<?>;
    }

    private static ProblemException mismatch(String place, MismatchedInputException e) {
        if (e.getCause() instanceof IllegalArgumentException mistake) {
            var what = Problems.placeOf(mistake);
            if (what != null) {
                return mistake(place, what, mistake);
            }
        }
        if (place.equals(JsonPlaces.BODY)) {
            return ProblemException.invalid(
                    place, "body: (expected: one JSON object of the documented fields)");
        }
        return ProblemException.invalid(
                place,
                "%s: %s (expected: %s)"
                        .formatted(
                                place,
                                missing(e) ? "missing" : "of the wrong type",
                                expected(e.getTargetType())));
    }

    private static ProblemException refusedByTheDomain(
            String place, ValueInstantiationException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return problem.place() == null ? problem.at(place) : problem;
            }
            if (cause instanceof IllegalArgumentException mistake) {
                var what = Problems.placeOf(mistake);
                if (what != null) {
                    return mistake(place, what, mistake);
                }
            }
        }
        return ProblemException.invalid(place, place + ": not valid");
    }

    private static ProblemException mistake(
            String place, String what, IllegalArgumentException mistake) {
        return ProblemException.invalid(
                JsonPlaces.within(place, what), String.valueOf(mistake.getMessage()));
    }

    private static ProblemException nested(String place, JacksonException failure) {
        return failure.getCause() instanceof ProblemException problem
                ? problem
                : ProblemException.invalid(place, place + ": not valid");
    }

    private static String known(UnrecognizedPropertyException e) {
        Collection<Object> known = e.getKnownPropertyIds();
        if (known == null || known.isEmpty()) {
            return "";
        }
        return " (expected: one of %s)"
                .formatted(
                        known.stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }

    /** What belongs there, in the words of JSON. */
    static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "a value of the documented form";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(c -> ((Enum<?>) c).name())
                    .collect(Collectors.joining(", "));
        }
        if (type == String.class) {
            return "text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class
                || type == BigInteger.class) {
            return "an integer";
        }
        if (Number.class.isAssignableFrom(type)
                || type == double.class
                || type == BigDecimal.class) {
            return "a number";
        }
        if (type == Instant.class) {
            return "an RFC 3339 time";
        }
        if (type == Duration.class) {
            return "a duration such as 30s, 1h or PT1H";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord()
                ? "an object"
                : "a value of the documented form";
    }
}
