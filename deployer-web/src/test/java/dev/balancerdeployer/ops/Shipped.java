package dev.balancerdeployer.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files outside the modules that are shipped for operators. */
@NullMarked
final class Shipped {

    static final Path ROOT = root();
    static final Path DASHBOARDS = ROOT.resolve("ops/grafana/dashboards");
    static final Path PROMETHEUS = ROOT.resolve("ops/prometheus");

    private static final JsonMapper JSON = new JsonMapper();

    /** The files in a directory that end so, by name; at least one. */
    static List<Path> in(Path directory, String end) {
        try (var files = Files.list(directory)) {
            var found = files.filter(it -> it.toString().endsWith(end)).sorted().toList();
            if (found.isEmpty()) {
                throw new AssertionError("no *" + end + " in " + directory);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> dashboards() {
        return in(DASHBOARDS, ".json");
    }

    static List<Path> rules() {
        return in(PROMETHEUS.resolve("rules"), ".yml");
    }

    static List<Path> ruleTests() {
        return in(PROMETHEUS.resolve("tests"), ".yml");
    }

    static JsonNode json(Path file) {
        return JSON.readTree(text(file));
    }

    static JsonNode yaml(Path file) {
        return yaml(text(file));
    }

    /** Merge keys ({@code <<}) are resolved; a key that is there twice is refused. */
    static JsonNode yaml(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return JSON.valueToTree(new Yaml(options).load(text));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its path from the root. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    private static Path root() {
        for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("docker-compose.yml"))) {
                return at;
            }
        }
        throw new AssertionError("docker-compose.yml not found above the working directory");
    }

    private Shipped() {}
}
