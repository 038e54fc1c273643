package dev.balancerdeployer.embedded;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the data is.
 *
 * @param dataDir the directory of the embedded database, the Git mirror and the example repository
 * @param examples whether the examples are delivered; null: on an empty embedded database only
 * @param mongo the embedded server
 */
@ConfigurationProperties("deployer")
record DataProperties(
        @DefaultValue("./data") String dataDir,
        @Nullable Boolean examples,
        @DefaultValue Mongo mongo) {

    DataProperties {
        directory(dataDir);
    }

    /** The data directory, absolute. */
    Path directory() {
        return directory(dataDir);
    }

    private static Path directory(String text) {
        try {
            if (!text.isBlank()) {
                return Path.of(text).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException _) {
            // refused below
        }
        throw new IllegalArgumentException(
                "deployer.data-dir: '" + text + "' (expected: the path of a directory)");
    }

    /**
     * The embedded server.
     *
     * @param port where it listens on 127.0.0.1; 0: a free port
     * @param fsync whether each commit is forced to the disk, so that it survives a power cut too,
     *     at about half the speed
     */
    record Mongo(@DefaultValue("0") int port, @DefaultValue("false") boolean fsync) {

        Mongo {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException(
                        "deployer.mongo.port: '"
                                + port
                                + "' (expected: 0..65535, where 0 takes a free one)");
            }
        }
    }
}
