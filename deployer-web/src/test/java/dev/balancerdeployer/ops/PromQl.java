package dev.balancerdeployer.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/**
 * What a PromQL expression asks for: series and labels. It takes the expression for valid, which
 * {@code promtool} judges.
 */
@NullMarked
final class PromQl {

    /** Series of one name, {@code ""} if the selector names none. */
    record Selector(String metric, List<Matcher> matchers) {

        Selector {
            matchers = List.copyOf(matchers);
        }
    }

    record Matcher(String label, String operator, String value) {}

    /** Labels that results are grouped or joined by, and the selectors that it is about. */
    record Grouping(String keyword, List<String> labels, List<Selector> of) {

        Grouping {
            labels = List.copyOf(labels);
            of = List.copyOf(of);
        }
    }

    private static final Pattern TOKEN =
            Pattern.compile(
                    "#[^\n]*"
                            + "|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|`[^`]*`"
                            + "|[a-zA-Z_:][a-zA-Z0-9_:]*"
                            + "|[0-9.][0-9a-zA-Z.]*"
                            + "|=~|!~|!=|[^\\s]");
    private static final Set<String> GROUPING =
            Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "bool", "offset", "atan2", "inf", "nan");
    private static final Set<String> AGGREGATED = Set.of("by", "without");

    private final List<String> tokens;
    private final List<At> selectors = new ArrayList<>();
    private final List<Grouping> groupings = new ArrayList<>();

    private record At(int token, Selector selector) {}

    private PromQl(String expression) {
        this.tokens =
                TOKEN.matcher(expression)
                        .results()
                        .map(it -> it.group())
                        .filter(it -> !it.startsWith("#"))
                        .toList();
        for (var at = 0; at < tokens.size(); ) {
            at = read(at);
        }
        for (var at = 0; at < tokens.size(); at++) {
            if (GROUPING.contains(lower(at)) && token(at + 1).equals("(")) {
                groupings.add(grouping(at));
            }
        }
    }

    static PromQl of(String expression) {
        return new PromQl(expression);
    }

    List<Selector> selectors() {
        return selectors.stream().map(At::selector).toList();
    }

    List<Grouping> groupings() {
        return List.copyOf(groupings);
    }

    /** Reads what starts there; where to go on. */
    private int read(int at) {
        var token = token(at);
        if (token.equals("[")) {
            return end(at, "[", "]");
        }
        if (token.equals("{")) {
            return selector(at, "", at);
        }
        if (!Character.isLetter(token.charAt(0)) && !"_:".contains(token.substring(0, 1))) {
            return at + 1;
        }
        if (GROUPING.contains(lower(at))) {
            return token(at + 1).equals("(") ? end(at + 1, "(", ")") : at + 1;
        }
        if (WORDS.contains(lower(at))
                || token(at + 1).equals("(")
                || AGGREGATED.contains(lower(at + 1))) {
            return at + 1;
        }
        return selector(at, token, at + 1);
    }

    private int selector(int start, String name, int braces) {
        var matchers = new ArrayList<Matcher>();
        var end = braces;
        if (token(braces).equals("{")) {
            end = end(braces, "{", "}");
            for (var at = braces + 1; at + 2 < end; at += 4) {
                matchers.add(new Matcher(token(at), token(at + 1), unquoted(token(at + 2))));
            }
        }
        var metric = name;
        for (var matcher : matchers) {
            if (matcher.label().equals("__name__") && matcher.operator().equals("=")) {
                metric = matcher.value();
            }
        }
        matchers.removeIf(it -> it.label().equals("__name__"));
        selectors.add(new At(start, new Selector(metric, matchers)));
        return end;
    }

    private Grouping grouping(int at) {
        var end = end(at + 1, "(", ")");
        var labels =
                tokens.subList(at + 2, end - 1).stream().filter(it -> !it.equals(",")).toList();
        int from = 0;
        int to = tokens.size();
        if (AGGREGATED.contains(lower(at))) {
            if (token(end).equals("(")) {
                from = end;
                to = end(end, "(", ")");
            } else {
                from = startOfGroupBefore(at);
                to = at;
            }
        }
        var first = from;
        var behind = to;
        return new Grouping(
                lower(at),
                labels,
                selectors.stream()
                        .filter(it -> it.token() >= first && it.token() < behind)
                        .map(At::selector)
                        .toList());
    }

    /** The place behind the bracket that closes the one there. */
    private int end(int at, String open, String close) {
        var depth = 0;
        for (var i = at; i < tokens.size(); i++) {
            if (token(i).equals(open)) {
                depth++;
            } else if (token(i).equals(close) && --depth == 0) {
                return i + 1;
            }
        }
        return tokens.size();
    }

    private int startOfGroupBefore(int at) {
        var depth = 0;
        for (var i = at - 1; i >= 0; i--) {
            if (token(i).equals(")")) {
                depth++;
            } else if (token(i).equals("(") && --depth == 0) {
                return i;
            }
        }
        return 0;
    }

    private String token(int at) {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String lower(int at) {
        return token(at).toLowerCase(Locale.ROOT);
    }

    private static String unquoted(String text) {
        return text.length() < 2
                ? text
                : text.substring(1, text.length() - 1).replace("\\\\", "\\");
    }
}
