package dev.balancerdeployer.embedded;

import com.mongodb.ConnectionString;
import dev.balancerdeployer.delivery.DataDirectory;
import dev.balancerdeployer.delivery.Examples;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What comes before every bean: takes the data directory, chooses the database, and sets the
 * defaults that depend on both (SPEC O1).
 *
 * <p>What is opened here is closed after all beans, since it is registered before them.
 */
public final class Startup
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger log = LoggerFactory.getLogger(Startup.class);

    private static final String DATABASE = "balancer_deployer";

    private static final String URI = "spring.mongodb.uri";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var environment = context.getEnvironment();
        var listen = ListenSettings.of(environment);
        var settings = Binder.get(environment).bindOrCreate("deployer", DataProperties.class);
        var directory = DirectoryLock.take(settings.directory());
        closeLast(context, "directoryLock", directory);
        beans(context).registerSingleton("dataDirectory", new DataDirectory(directory.path()));

        var uri = uri(environment);
        var defaults =
                DefaultSettings.of(
                        directory.path(),
                        uri == null,
                        settings.examples(),
                        name -> given(environment, name));
        var sources = environment.getPropertySources();
        sources.addLast(new MapPropertySource("defaults here", defaults.values()));
        sources.addLast(new MapPropertySource("defaults of listening", listen.defaults()));
        tell(defaults, listen);
        if (defaults.deliversExamples()) {
            deliverExamples(context, directory.path());
        }
        if (uri == null) {
            embed(context, directory, settings);
        } else {
            use(uri, environment);
        }
    }

    /** The address of the database that is given; null: none. */
    private static @Nullable String uri(ConfigurableEnvironment environment) {
        for (var name : new String[] {"MONGODB_URI", URI}) {
            var uri = environment.getProperty(name);
            if (uri != null && !uri.isBlank()) {
                return uri.strip();
            }
        }
        var host = environment.getProperty("spring.mongodb.host");
        if (host != null && !host.isBlank()) {
            throw new StartRefused(
                    "spring.mongodb.host: '" + host + "' (expected: the whole address as one URI)",
                    "Set MONGODB_URI=mongodb://HOST:PORT/" + DATABASE + " instead.",
                    null);
        }
        return null;
    }

    private static void use(String uri, ConfigurableEnvironment environment) {
        var sources = environment.getPropertySources();
        sources.addFirst(new MapPropertySource("MONGODB_URI", Map.of(URI, uri)));
        if (parse(uri).getDatabase() == null) {
            // Not put into the URI, where it would also name the database of the user's password.
            sources.addLast(
                    new MapPropertySource(
                            "default database", Map.of("spring.mongodb.database", DATABASE)));
        }
    }

    private static ConnectionString parse(String uri) {
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            // Neither the URI nor the driver's message: both may hold a password.
            throw new StartRefused(
                    "MONGODB_URI (or spring.mongodb.uri) is not a connection string of MongoDB.",
                    "Expected is mongodb://HOST:PORT/"
                            + DATABASE
                            + "?replicaSet=NAME or mongodb+srv://..., with special characters of"
                            + " user and password percent-encoded.",
                    e);
        }
    }

    private static void embed(
            ConfigurableApplicationContext context,
            DirectoryLock directory,
            DataProperties settings) {
        var server = EmbeddedMongo.start(directory.path(), settings.mongo());
        closeLast(context, "embeddedMongo", server);
        var uri = server.uri(DATABASE);
        MongoConnectionDetails details = () -> new ConnectionString(uri);
        beans(context).registerSingleton("mongoConnectionDetails", details);
        log.info(
                "No MONGODB_URI is given: the embedded database holds the data, in {}. A second"
                        + " replica would use MONGODB_URI={}",
                EmbeddedMongo.file(directory.path()),
                uri);
    }

    private static void deliverExamples(ConfigurableApplicationContext context, Path directory) {
        DefaultSettings.rememberExamples(directory);
        var maker =
                BeanDefinitionBuilder.genericBeanDefinition(
                                ExampleRepositoryMaker.class,
                                () ->
                                        new ExampleRepositoryMaker(
                                                context.getBean(Examples.class),
                                                DefaultSettings.repository(directory)))
                        .getBeanDefinition();
        beans(context).registerBeanDefinition("exampleRepositoryMaker", maker);
    }

    private static void closeLast(
            ConfigurableApplicationContext context, String name, AutoCloseable resource) {
        beans(context).registerSingleton(name, resource);
        beans(context).registerDisposableBean(name, resource::close);
    }

    private static DefaultListableBeanFactory beans(ConfigurableApplicationContext context) {
        return (DefaultListableBeanFactory) context.getBeanFactory();
    }

    private static boolean given(ConfigurableEnvironment environment, String name) {
        return Binder.get(environment).bind(name, String.class).isBound();
    }

    private static void tell(DefaultSettings defaults, ListenSettings listen) {
        if (defaults.deliversExamples()) {
            log.info("The examples are on, so locations change within minutes: {}", defaults);
        } else {
            log.info("Defaults here: {}", defaults);
        }
        if (!listen.address().isLoopbackAddress()) {
            log.warn(
                    "NOBODY IS AUTHENTICATED, and server.address={} is open to other machines:"
                            + " whoever reaches it can change the balancers",
                    listen.address().getHostAddress());
        }
    }
}
