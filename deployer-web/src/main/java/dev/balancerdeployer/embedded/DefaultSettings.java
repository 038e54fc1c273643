package dev.balancerdeployer.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Defaults that depend on the database and on what is in the data directory (SPEC O1). A setting of
 * the user's wins over each of them.
 */
record DefaultSettings(Map<String, Object> values) {

    private static final String EXAMPLES = "deployer.examples";
    private static final String GIT_URL = "deployer.git.url";

    DefaultSettings {
        values = new TreeMap<>(values);
    }

    /**
     * Decides them, before the embedded server makes its file.
     *
     * @param embedded whether the embedded database is used
     * @param examples what the user says
     * @param given tells whether the user has set a setting
     */
    static DefaultSettings of(
            Path directory, boolean embedded, @Nullable Boolean examples, Predicate<String> given) {
        var ownSource = given.test(GIT_URL);
        var wanted =
                examples != null
                        ? examples
                        : embedded
                                && (!Files.exists(EmbeddedMongo.file(directory))
                                        || (!ownSource && Files.exists(mark(directory))));
        var values = new TreeMap<String, Object>();
        values.put(EXAMPLES, wanted && !ownSource);
        if (embedded) {
            values.put("awacs.activation", "immediate");
        }
        if (wanted && !ownSource) {
            values.put(GIT_URL, repository(directory).toString());
            values.put("deployer.bake", "2m");
            values.put("deployer.schedule.unpauser", "every 15s");
        }
        values.keySet().removeIf(given);
        return new DefaultSettings(values);
    }

    /**
     * Keeps the examples on at later starts, when the database is not empty. Comes before the
     * database is made, so that a first start that is cut short is none.
     */
    static void rememberExamples(Path directory) {
        try {
            Files.writeString(mark(directory), "Delivered from examples.git by default.\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The example repository. */
    static Path repository(Path directory) {
        return directory.resolve("examples.git");
    }

    private static Path mark(Path directory) {
        return directory.resolve("examples.on");
    }

    /** Whether the example repository is what is delivered. */
    boolean deliversExamples() {
        return values.containsKey(GIT_URL);
    }

    /** As they would be given on the command line. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        values.forEach((name, value) -> text.append(" --").append(name).append('=').append(value));
        return text.toString().strip();
    }
}
