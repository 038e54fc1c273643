package dev.balancerdeployer.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** That the files of the stack in Docker agree with each other and with what they bring in. */
@NullMarked
class ComposeTest {

    private static final Pattern ARGUMENT = Pattern.compile("\"--([a-z.-]+)=([^\"]*)\"");

    private static final JsonNode COMPOSE = Shipped.yaml(file("docker-compose.yml"));
    private static final String DOCKERFILE = Shipped.text(file("Dockerfile"));

    @Test
    void mountsWhatIsThere() {
        var own = new ArrayList<String>();
        for (var service : services().values()) {
            for (var mount : mounts(service)) {
                if (mount.isOfThisRepository()) {
                    assertThat(file(mount.source())).exists();
                    own.add(mount.source());
                } else {
                    assertThat(COMPOSE.path("volumes").propertyNames()).contains(mount.source());
                }
            }
        }
        assertThat(own).isNotEmpty();
    }

    @Test
    void namesFilesInContainersThatAreMountedThere() {
        var grafana = service("grafana");
        var provider = Shipped.yaml(file("ops/grafana/provisioning/dashboards/dashboards.yml"));
        var home =
                grafana.path("environment")
                        .path("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                        .asString();
        var dashboards = provider.path("providers").path(0).path("options").path("path").asString();
        assertThat(inRepository(grafana, home)).hasValueSatisfying(it -> assertThat(it).exists());
        assertThat(inRepository(grafana, dashboards)).contains(Shipped.DASHBOARDS);

        var prometheus = service("prometheus");
        var config = prometheus.path("command").path(0).asString().replace("--config.file=", "");
        assertThat(inRepository(prometheus, config))
                .contains(Shipped.PROMETHEUS.resolve("prometheus.yml"));
    }

    @Test
    void setsOnlyWhatIsASetting() {
        var known = settings();
        var variables = known.stream().map(ComposeTest::variable).toList();

        for (var replica : replicas()) {
            var environment = service(replica).path("environment");
            assertThat(environment.propertyNames()).isNotEmpty().isSubsetOf(variables);
        }
        assertThat(arguments().keySet()).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void dependsOnServicesThatAreThere() {
        for (var service : services().values()) {
            var needed = service.path("depends_on");
            var names =
                    needed.isArray()
                            ? needed.valueStream().map(JsonNode::asString).toList()
                            : needed.propertyNames();
            assertThat(services().keySet()).containsAll(names);
        }
    }

    @Test
    void publishesOnThisMachineOnly() {
        var published = new ArrayList<String>();
        for (var service : services().values()) {
            service.path("ports").forEach(it -> published.add(it.asString()));
        }
        assertThat(published).isNotEmpty().allMatch(it -> it.startsWith("127.0.0.1:"));
    }

    @Test
    void balancesAndScrapesEveryReplica() {
        var port = arguments().get("server.port");
        var addresses = replicas().stream().map(it -> it + ":" + port).toList();
        var prometheus = Shipped.yaml(Shipped.PROMETHEUS.resolve("prometheus.yml"));
        var scrape = prometheus.path("scrape_configs").path(0);
        var targets = scrape.path("static_configs").path(0).path("targets");

        assertThat(replicas()).hasSizeGreaterThan(1);
        assertThat(
                        found(
                                "(?m)^ *server \\S+ (\\S+)$",
                                Shipped.text(file("ops/haproxy/haproxy.cfg"))))
                .containsExactlyInAnyOrderElementsOf(addresses);
        assertThat(targets.valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(addresses);
        assertThat(found("(?m)^EXPOSE (\\d+)$", DOCKERFILE)).containsExactly(port);
    }

    @Test
    void givesEachReplicaADataDirectoryOfItsOwn() {
        var directory = arguments().get("deployer.data-dir");
        var sources = new ArrayList<String>();
        for (var replica : replicas()) {
            mounts(service(replica)).stream()
                    .filter(it -> it.target().equals(directory))
                    .forEach(it -> sources.add(it.source()));
        }

        assertThat(sources).hasSameSizeAs(replicas()).doesNotHaveDuplicates();
        assertThat(found("(?m)^VOLUME (\\S+)$", DOCKERFILE)).containsExactly(directory);
    }

    @Test
    void theImageIsMadeOfTheJarThatTheBuildMakes() {
        var copied = found("(?m)^COPY (?:--\\S+ )*(\\S+) \\S+$", DOCKERFILE);
        var made =
                found("<finalName>(.+?)</finalName>", Shipped.text(file("deployer-web/pom.xml")));

        assertThat(made).hasSize(1);
        assertThat(copied).containsExactly("deployer-web/target/" + made.getFirst() + ".jar");
        assertThat(found("(?m)^!(.+)$", Shipped.text(file(".dockerignore")))).isEqualTo(copied);
    }

    private record Mount(String source, String target) {

        boolean isOfThisRepository() {
            return source.startsWith("./");
        }
    }

    private static Map<String, JsonNode> services() {
        var services = new TreeMap<String, JsonNode>();
        COMPOSE.path("services").forEachEntry(services::put);
        return services;
    }

    private static JsonNode service(String name) {
        return COMPOSE.path("services").path(name);
    }

    /** Those that run the image of the Dockerfile. */
    private static List<String> replicas() {
        return services().entrySet().stream()
                .filter(it -> it.getValue().has("build"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<Mount> mounts(JsonNode service) {
        return service.path("volumes")
                .valueStream()
                .map(it -> it.asString().split(":", -1))
                .map(it -> new Mount(it[0], it[1]))
                .toList();
    }

    /** What a path in a container is here. */
    private static Optional<Path> inRepository(JsonNode service, String path) {
        return mounts(service).stream()
                .filter(Mount::isOfThisRepository)
                .filter(it -> Path.of(path).startsWith(it.target()))
                .map(it ->
                        file(it.source())
                                .resolve(Path.of(it.target()).relativize(Path.of(path)))
                                .normalize())
                .findFirst();
    }

    /** The arguments that the image starts the application with. */
    private static Map<String, String> arguments() {
        var arguments = new TreeMap<String, String>();
        ARGUMENT.matcher(DOCKERFILE)
                .results()
                .forEach(it -> arguments.put(it.group(1), it.group(2)));
        return arguments;
    }

    /** The names in the first column; {@code .password} is a brother of the name before it. */
    private static Set<String> settings() {
        var names = new TreeSet<String>();
        Shipped.text(file("docs/configuration.md"))
                .lines()
                .filter(it -> it.startsWith("| `"))
                .forEach(row -> {
                    var before = "";
                    for (var name : found("`([A-Za-z_.-]+)`", row.split("\\|", -1)[1])) {
                        before =
                                name.startsWith(".")
                                        ? before.substring(0, before.lastIndexOf('.')) + name
                                        : name;
                        names.add(before);
                    }
                });
        return names;
    }

    private static String variable(String setting) {
        return setting.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(it -> it.group(1)).toList();
    }

    private static Path file(String name) {
        return Shipped.ROOT.resolve(name).normalize();
    }
}
