package dev.balancerdeployer.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.delivery.DataDirectory;
import dev.balancerdeployer.delivery.Examples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;

/** What happens before any bean is made. */
class StartupTest {

    @TempDir Path data;

    @Test
    void startsTheEmbeddedServerWhenNoDatabaseIsGiven() {
        try (var context = start(Map.of("MONGODB_URI", " ", "spring.mongodb.uri", ""))) {
            assertThat(context.getBean(MongoConnectionDetails.class).getConnectionString())
                    .satisfies(it -> {
                        assertThat(it.getHosts()).allMatch(host -> host.startsWith("127.0.0.1:"));
                        assertThat(it.getDatabase()).isEqualTo("balancer_deployer");
                    });
            assertThat(data.resolve("database.mv")).exists();
        }
    }

    @Test
    void makesTheExampleRepositoryWhichLaterStartsKeepTo() throws IOException {
        start(Map.of()).close();
        assertThat(data.resolve("examples.git")).isDirectory();

        Files.delete(data.resolve("examples.git"));
        start(Map.of("deployer.git.url", "/elsewhere")).close();
        assertThat(data.resolve("examples.git")).doesNotExist();

        start(Map.of()).close();
        assertThat(data.resolve("examples.git")).isDirectory();
    }

    @Test
    void tellsTheApplicationWhichDirectoryItHas() throws IOException {
        try (var context = start(Map.of("deployer.examples", "false"))) {
            assertThat(context.getBean(DataDirectory.class).path()).isEqualTo(data.toRealPath());
            assertThat(data.resolve("examples.git")).doesNotExist();
        }
    }

    @Test
    void startsNothingWhenADatabaseIsGivenButTakesTheDirectory() {
        try (var context = start(Map.of("MONGODB_URI", "mongodb://h1:1,h2:2/?replicaSet=r"))) {
            var settings = context.getEnvironment();

            assertThat(settings.getProperty("spring.mongodb.uri"))
                    .isEqualTo("mongodb://h1:1,h2:2/?replicaSet=r");
            assertThat(settings.getProperty("spring.mongodb.database"))
                    .isEqualTo("balancer_deployer");
            assertThat(settings.getProperty("awacs.activation")).isNull();
            assertThat(context.getBeanNamesForType(MongoConnectionDetails.class)).isEmpty();
            assertThat(data.resolve("database.mv")).doesNotExist();
            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> DirectoryLock.take(data));
        }
    }

    @Test
    void takesTheDatabaseThatTheUriNames() {
        try (var context = start(Map.of("spring.mongodb.uri", "mongodb://h1:1/mine"))) {
            assertThat(context.getEnvironment().getProperty("spring.mongodb.database")).isNull();
        }
    }

    @Test
    void prefersMongodbUri() {
        var uris = Map.of("MONGODB_URI", "mongodb://a/x", "spring.mongodb.uri", "mongodb://b/x");
        try (var context = start(uris)) {
            assertThat(context.getEnvironment().getProperty("spring.mongodb.uri"))
                    .isEqualTo("mongodb://a/x");
        }
    }

    @Test
    void keepsASeparateManagementPortToTheSameAddress() {
        try (var context = start(Map.of("management.server.port", "0"))) {
            assertThat(context.getEnvironment().getProperty("management.server.address"))
                    .isEqualTo("127.0.0.1");
        }
        try (var context = start(Map.of("management.server.port", "8080"))) {
            assertThat(context.getEnvironment().containsProperty("management.server.address"))
                    .isFalse();
        }
    }

    @Test
    void saysNothingOfThePasswordInABadUri() {
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> start(Map.of("MONGODB_URI", "mongodb://u:top:secret@h")))
                .withMessageContaining("MONGODB_URI")
                .withMessageNotContaining("secret");
    }

    @Test
    void givesTheDirectoryBackWhenTheContextCloses() {
        start(Map.of()).close();

        DirectoryLock.take(data).close();
        EmbeddedMongo.start(data, new DataProperties.Mongo(0, false)).close();
    }

    @ParameterizedTest
    @CsvSource({
        "server.port, abc, 0..65535",
        "server.port, -1, 0..65535",
        "management.server.port, 70000, -1..65535",
        "server.address, [x], an IP address of this machine",
        "deployer.mongo.port, -1, '0..65535, where 0 takes a free one'",
        "spring.mongodb.host, h, the whole address as one URI"
    })
    void refusesAWrongSettingByItsName(String name, String value, String expected) {
        assertThatThrownBy(() -> start(Map.of(name, value)))
                .extracting(NestedExceptionUtils::getMostSpecificCause)
                .extracting(Throwable::getMessage)
                .isEqualTo("%s: '%s' (expected: %s)".formatted(name, value, expected));
        assertThat(data.resolve("database.mv")).doesNotExist();
    }

    @Test
    void refusesABlankDirectory() {
        assertThatThrownBy(() -> start(Map.of("deployer.data-dir", " ")))
                .rootCause()
                .hasMessage("deployer.data-dir: ' ' (expected: the path of a directory)");
        assertThat(Files.exists(data.resolve("lock"))).isFalse();
    }

    private void create(Path bareRepository) {
        try {
            Files.createDirectories(bareRepository);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GenericApplicationContext start(Map<String, String> settings) {
        var all = new HashMap<String, Object>(Map.of("deployer.data-dir", data.toString()));
        all.putAll(settings);
        var context = new GenericApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all));
        context.registerBean(Examples.class, () -> this::create);
        new Startup().initialize(context);
        context.refresh();
        return context;
    }
}
