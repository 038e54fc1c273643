package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.SourceProblem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Hostile YAML as a tree of nodes: one document without anchors, aliases and tags, so that nothing
 * in it is larger than it looks and nothing has a meaning of its own.
 */
final class YamlText {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_EVENTS = 5_000;

    private YamlText() {}

    /** It is refused, and why. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private final int line;

        Refused(int line, String reason) {
            super(reason);
            this.line = line;
        }

        SourceProblem in(String file) {
            return new SourceProblem(file, line, Optional.ofNullable(getMessage()).orElse(""));
        }
    }

    /**
     * @return empty if the document is
     */
    static Optional<Node> compose(String text) throws Refused {
        try {
            requireBearable(parser(text));
            return Optional.ofNullable(
                    new Composer(parser(text), new Resolver(), options()).getSingleNode());
        } catch (MarkedYAMLException e) {
            throw new Refused(
                    lineOf(e.getProblemMark()), "not YAML: " + Shown.text(e.getProblem()));
        } catch (ReaderException e) {
            throw new Refused(
                    lineAt(text, e.getPosition()),
                    "not YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            throw new Refused(0, "not YAML: " + Shown.text(String.valueOf(e.getMessage())));
        }
    }

    static int lineOf(@Nullable Mark mark) {
        return mark == null ? 0 : mark.getLine() + 1;
    }

    /**
     * Looks at one event after the other and stops at the first that is too much, for the scanner's
     * time grows with the square of depth and size.
     */
    private static void requireBearable(ParserImpl parser) throws Refused {
        var depth = 0;
        for (var events = 0; parser.peekEvent() != null; events++) {
            var event = parser.getEvent();
            switch (event) {
                case CollectionStartEvent _ -> depth++;
                case CollectionEndEvent _ -> depth--;
                default -> {}
            }
            if (depth > MAX_DEPTH || events > MAX_EVENTS) {
                throw new Refused(
                        lineOf(event.getStartMark()),
                        depth > MAX_DEPTH ? "nested too deeply" : "too many values");
            }
            requirePlain(event);
        }
    }

    private static void requirePlain(Event event) throws Refused {
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
            throw new Refused(lineOf(event.getStartMark()), "anchors and aliases are not allowed");
        }
        var tag =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag();
                    case CollectionStartEvent collection -> collection.getTag();
                    default -> null;
                };
        if (tag != null) {
            throw new Refused(lineOf(event.getStartMark()), "tags are not allowed");
        }
    }

    private static int lineAt(String text, int codePoints) {
        return 1 + (int) text.codePoints().limit(codePoints).filter(it -> it == '\n').count();
    }

    private static ParserImpl parser(String text) {
        return new ParserImpl(new StreamReader(text), options());
    }

    private static LoaderOptions options() {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(SourceLimits.MAX_YAML_BYTES);
        options.setProcessComments(false);
        return options;
    }
}
