package dev.balancerdeployer.web.recipes;

import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.TextRules;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the part of YAML 1.2 that has a meaning as JSON, by its core schema (SPEC W7): one document
 * without anchors, aliases, tags and merges, keys that are text and there once, numbers as exact as
 * they are written. {@code on}, {@code NO} and {@code yes} are text. Nothing is built of what is
 * refused.
 */
final class YamlTree {

    /** Deepest nesting. */
    static final int MAX_DEPTH = 100;

    /** Most characters of a key; places are made of keys. */
    static final int MAX_KEY = 200;

    /** Most characters of a number. */
    static final int MAX_NUMBER = 1_000;

    private static final Pattern NOTHING = Pattern.compile("null|Null|NULL|~|");
    private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
    private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
    private static final Pattern BOUNDLESS =
            Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Iterator<Event> events;
    private final Deque<String> place = new ArrayDeque<>();

    private YamlTree(Iterator<Event> events) {
        this.events = events;
    }

    /**
     * The document as JSON.
     *
     * @throws ProblemException 400 with the place, and line and column
     */
    static JsonNode read(String text) {
        var settings = LoadSettings.builder().setLabel("body").build();
        try {
            return new YamlTree(new Parse(settings).parseString(text).iterator()).document();
        } catch (MarkedYamlEngineException e) {
            throw unreadable(text, e.getProblemMark());
        } catch (YamlEngineException _) {
            throw unreadable(text, Optional.empty());
        }
    }

    private JsonNode document() {
        events.next(); // the stream begins
        if (events.next().getEventId() == Event.ID.StreamEnd) {
            throw ProblemException.invalid("body", "body: empty (expected: a recipe)");
        }
        var root = node(events.next());
        events.next(); // the document ends
        var next = events.next();
        if (next.getEventId() != Event.ID.StreamEnd) {
            throw refused(next, "a second document");
        }
        return root;
    }

    private JsonNode node(Event event) {
        requireBare(event);
        return switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case MappingStartEvent _ -> mapping();
            default -> list();
        };
    }

    private void requireBare(Event event) {
        if (event instanceof AliasEvent
                || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            throw refused(event, "an anchor or alias");
        }
        if ((event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                || (event instanceof CollectionStartEvent start && start.getTag().isPresent())) {
            throw refused(event, "a tag");
        }
        if (place.size() >= MAX_DEPTH) {
            place.clear();
            throw refused(event, "a nesting deeper than " + MAX_DEPTH);
        }
    }

    private ObjectNode mapping() {
        var mapping = NODES.objectNode();
        for (var event = events.next();
                event.getEventId() != Event.ID.MappingEnd;
                event = events.next()) {
            var key = key(event);
            place.addLast(key);
            if (mapping.has(key)) {
                throw refused(event, "a key that is there already");
            }
            mapping.set(key, node(events.next()));
            place.removeLast();
        }
        return mapping;
    }

    private String key(Event event) {
        requireBare(event);
        if (!(event instanceof ScalarEvent scalar)) {
            throw refused(event, "a key that is no text");
        }
        var key = scalar.getValue();
        if (key.length() > MAX_KEY) {
            throw refused(event, "a key of over %d characters".formatted(MAX_KEY));
        }
        if (scalar.isPlain() && key.equals("<<")) {
            throw refused(event, "a merge");
        }
        if (!scalar(scalar).isString()) {
            throw refused(event, "the key '%s', which is no text unless in quotes".formatted(key));
        }
        return key;
    }

    private ArrayNode list() {
        var list = NODES.arrayNode();
        for (var event = events.next();
                event.getEventId() != Event.ID.SequenceEnd;
                event = events.next()) {
            place.addLast("[%d]".formatted(list.size()));
            list.add(node(event));
            place.removeLast();
        }
        return list;
    }

    private JsonNode scalar(ScalarEvent event) {
        var text = event.getValue();
        if (!event.isPlain()) {
            return NODES.stringNode(TextRules.plain(where(), text));
        }
        if (NOTHING.matcher(text).matches()) {
            return NODES.nullNode();
        }
        if (TRUE.matcher(text).matches() || FALSE.matcher(text).matches()) {
            return NODES.booleanNode(TRUE.matcher(text).matches());
        }
        if (BOUNDLESS.matcher(text).matches()) {
            throw refused(event, text + ", which is no finite number");
        }
        var radix = radix(text);
        if (radix == 0) {
            return NODES.stringNode(TextRules.plain(where(), text));
        }
        if (text.length() > MAX_NUMBER) {
            throw refused(event, "a number of over %d characters".formatted(MAX_NUMBER));
        }
        return NODES.numberNode(
                radix == 10
                        ? decimal(event, text)
                        : new BigDecimal(new BigInteger(text.substring(2), radix)));
    }

    /** 0: it is no number. */
    private static int radix(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return 10;
        }
        if (HEXADECIMAL.matcher(text).matches()) {
            return 16;
        }
        return OCTAL.matcher(text).matches() ? 8 : 0;
    }

    private BigDecimal decimal(Event event, String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException _) {
            throw refused(event, "a number beyond all limits");
        }
    }

    private ProblemException refused(Event event, String what) {
        var where = where();
        return ProblemException.invalid(
                where, "%s: holds %s%s".formatted(where, what, position(event.getStartMark())));
    }

    /** Such as {@code tasks.on.override[0]}; made only when it is needed. */
    private String where() {
        return place.isEmpty() ? "body" : String.join(".", place).replace(".[", "[");
    }

    private static ProblemException unreadable(String text, Optional<Mark> mark) {
        var tab =
                mark.filter(it -> it.getIndex() < text.codePointCount(0, text.length()))
                        .map(it -> text.codePointAt(text.offsetByCodePoints(0, it.getIndex())))
                        .filter(it -> it == '\t')
                        .isPresent();
        return ProblemException.invalid(
                "body",
                "body: not YAML%s%s"
                        .formatted(
                                position(mark), tab ? ": a tab (expected: spaces to indent)" : ""));
    }

    private static String position(Optional<Mark> mark) {
        return mark.map(it ->
                        " (line %d, column %d)".formatted(it.getLine() + 1, it.getColumn() + 1))
                .orElse("");
    }
}
