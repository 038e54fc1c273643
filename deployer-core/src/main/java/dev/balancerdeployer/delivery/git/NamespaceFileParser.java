package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.OnNewer;
import dev.balancerdeployer.delivery.SourceProblem;
import dev.balancerdeployer.delivery.git.YamlText.Refused;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads a {@code namespace.yaml} (SPEC D2). A plain word is text as in YAML 1.2's core schema, so a
 * location may be called {@code no}; numbers, {@code true}, {@code false} and {@code null} are not
 * text unless they are quoted.
 *
 * @param minBake a shorter bake is refused
 */
record NamespaceFileParser(Duration minBake) {

    private static final Set<String> FIELDS = Set.of("owners", "balancers", "bake", "on_newer");
    private static final Pattern NOT_TEXT =
            Pattern.compile(
                    "|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|0o[0-7]+|0x[0-9a-fA-F]+"
                            + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                            + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]{1,9})([smh])");
    private static final String A_DURATION = "a duration like 1h, 30m, 90s or PT1H";
    private static final Duration MAX_BAKE = Duration.ofDays(366);
    private static final int MAX_OWNER = 128;

    /** What came of it; each problem with its line. */
    sealed interface Result {
        record Good(NamespaceFile file) implements Result {}

        record Bad(List<SourceProblem> problems) implements Result {

            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    Result parse(String text) {
        return new Reading().read(text);
    }

    /** One text. Goes on after a problem, so that a person sees them all. */
    private final class Reading {

        private final List<SourceProblem> problems = new ArrayList<>();

        Result read(String text) {
            try {
                var root = YamlText.compose(text);
                if (root.isEmpty()) {
                    throw new Refused(0, "is empty (expected: owners and balancers)");
                }
                var file = file(fields(root.get(), "namespace.yaml", FIELDS));
                if (problems.isEmpty()) {
                    return new Result.Good(file);
                }
            } catch (Refused e) {
                problems.add(e.in(NamespaceFile.NAME));
            }
            return new Result.Bad(problems.stream().limit(SourceLimits.MAX_PROBLEMS).toList());
        }

        private NamespaceFile file(Map<String, Node> fields) throws Refused {
            return new NamespaceFile(
                    owners(required(fields, "owners")),
                    locations(required(fields, "balancers")),
                    bake(fields.get("bake")),
                    onNewer(fields.get("on_newer")));
        }

        private @Nullable Node required(Map<String, Node> fields, String name) {
            var node = fields.get(name);
            if (node == null) {
                problems.add(
                        new SourceProblem(
                                NamespaceFile.NAME, 0, "'%s' is missing".formatted(name)));
            }
            return node;
        }

        private List<String> owners(@Nullable Node node) {
            var owners = new ArrayList<String>();
            for (var item : items(node, "owners", "a list of names")) {
                try {
                    owners.add(owner(text(item, "owners", "a name")));
                } catch (Refused e) {
                    problems.add(e.in(NamespaceFile.NAME));
                } catch (IllegalArgumentException e) {
                    refuse(item, e.getMessage());
                }
            }
            return owners;
        }

        private String owner(String text) {
            if (text.isBlank() || text.length() > MAX_OWNER || !Shown.text(text).equals(text)) {
                throw new IllegalArgumentException(
                        "owners: '%s' (expected: a name of at most %d characters)"
                                .formatted(Shown.text(text), MAX_OWNER));
            }
            return text;
        }

        private List<LocationId> locations(@Nullable Node node) {
            var expected = "a list of {location: NAME}";
            var locations = new ArrayList<LocationId>();
            var seen = new HashSet<LocationId>();
            for (var item : items(node, "balancers", expected)) {
                try {
                    var fields = fields(item, "balancers", Set.of("location"));
                    var named = fields.get("location");
                    if (named == null) {
                        refuse(item, "balancers: 'location' is missing");
                    } else {
                        var location = new LocationId(text(named, "location", "a name"));
                        if (!seen.add(location)) {
                            refuse(named, "location: '%s' is there twice".formatted(location));
                        }
                        locations.add(location);
                    }
                } catch (Refused e) {
                    problems.add(e.in(NamespaceFile.NAME));
                } catch (IllegalArgumentException e) {
                    refuse(item, Shown.text(String.valueOf(e.getMessage())));
                }
            }
            if (node instanceof SequenceNode list
                    && (list.getValue().isEmpty()
                            || list.getValue().size() > SourceLimits.MAX_BALANCERS)) {
                refuse(
                        list,
                        "balancers: %d (expected: 1..%d)"
                                .formatted(list.getValue().size(), SourceLimits.MAX_BALANCERS));
            }
            return locations;
        }

        private @Nullable Duration bake(@Nullable Node node) throws Refused {
            if (node == null) {
                return null;
            }
            var text = scalar(node, "bake", A_DURATION).getValue();
            var bake = duration(text);
            if (bake == null) {
                refuse(node, "bake: '%s' (expected: %s)".formatted(Shown.text(text), A_DURATION));
            } else if (bake.compareTo(minBake) < 0) {
                refuse(
                        node,
                        "bake: '%s' (expected: at least %s, which is deployer.min-bake)"
                                .formatted(Shown.text(text), minBake));
            } else if (bake.compareTo(MAX_BAKE) > 0) {
                refuse(
                        node,
                        "bake: '%s' (expected: at most %d days)"
                                .formatted(Shown.text(text), MAX_BAKE.toDays()));
            }
            return bake;
        }

        private @Nullable OnNewer onNewer(@Nullable Node node) throws Refused {
            if (node == null) {
                return null;
            }
            var expected = "queue or restart";
            var text = scalar(node, "on_newer", expected).getValue();
            return switch (text) {
                case "queue" -> OnNewer.QUEUE;
                case "restart" -> OnNewer.RESTART;
                default -> {
                    refuse(
                            node,
                            "on_newer: '%s' (expected: %s)".formatted(Shown.text(text), expected));
                    yield null;
                }
            };
        }

        private List<Node> items(@Nullable Node node, String what, String expected) {
            return switch (node) {
                case null -> List.of();
                case SequenceNode list -> list.getValue();
                default -> {
                    refuse(node, "%s: %s (expected: %s)".formatted(what, kind(node), expected));
                    yield List.of();
                }
            };
        }

        /** The fields that it may have; others, and those that are there twice, are problems. */
        private Map<String, Node> fields(Node node, String what, Set<String> allowed)
                throws Refused {
            if (!(node instanceof MappingNode mapping)) {
                throw new Refused(
                        YamlText.lineOf(node.getStartMark()),
                        "%s: %s (expected: fields)".formatted(what, kind(node)));
            }
            var fields = new LinkedHashMap<String, Node>();
            for (var field : mapping.getValue()) {
                var key = field.getKeyNode();
                var name = key instanceof ScalarNode scalar ? scalar.getValue() : kind(key);
                if (!allowed.contains(name)) {
                    refuse(
                            key,
                            "unknown field '%s' (expected: %s)"
                                    .formatted(
                                            Shown.text(name),
                                            String.join(", ", allowed.stream().sorted().toList())));
                } else if (fields.putIfAbsent(name, field.getValueNode()) != null) {
                    refuse(key, "field '%s' is there twice".formatted(name));
                }
            }
            return fields;
        }

        private void refuse(Node node, @Nullable String reason) {
            problems.add(
                    new SourceProblem(
                            NamespaceFile.NAME,
                            YamlText.lineOf(node.getStartMark()),
                            String.valueOf(reason)));
        }
    }

    private static String text(Node node, String what, String expected) throws Refused {
        var scalar = scalar(node, what, expected);
        if (scalar.getScalarStyle() == ScalarStyle.PLAIN
                && NOT_TEXT.matcher(scalar.getValue()).matches()) {
            throw new Refused(
                    YamlText.lineOf(node.getStartMark()),
                    "%s: '%s' is not text (expected: %s; quotes make it text)"
                            .formatted(what, Shown.text(scalar.getValue()), expected));
        }
        return scalar.getValue();
    }

    private static ScalarNode scalar(Node node, String what, String expected) throws Refused {
        if (node instanceof ScalarNode scalar) {
            return scalar;
        }
        throw new Refused(
                YamlText.lineOf(node.getStartMark()),
                "%s: %s (expected: %s)".formatted(what, kind(node), expected));
    }

    private static String kind(Node node) {
        return switch (node) {
            case SequenceNode _ -> "a list";
            case MappingNode _ -> "fields";
            case ScalarNode scalar -> "'%s'".formatted(Shown.text(scalar.getValue()));
            default -> "something else";
        };
    }

    private static @Nullable Duration duration(String text) {
        var matcher = SHORT_DURATION.matcher(text);
        if (matcher.matches()) {
            var amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
