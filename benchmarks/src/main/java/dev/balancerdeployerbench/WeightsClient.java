package dev.balancerdeployerbench;

import dev.balancerdeployer.weights.Location;
import dev.balancerdeployer.weights.Normalisation;
import dev.balancerdeployer.weights.Weight;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes one config by steps, and remembers what was acknowledged. By the plainest client of the
 * JDK, for its processor time is taken from the application.
 */
final class WeightsClient {

    private static final List<String> LOCATIONS = List.of("SAS", "MSK", "MAN", "VLA");
    private static final JsonMapper JSON = new JsonMapper();

    private final Packaged application;
    private final String path;
    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();

    private WeightsClient(Packaged application, String config) {
        this.application = application;
        this.path = "/v2/l7/heavy/" + config;
    }

    /** A step that was answered with 200. */
    private record Step(String comment, String location, int weight, JsonNode answer) {}

    static WeightsClient create(Packaged application, String config) throws IOException {
        var client = new WeightsClient(application, config);
        var row = new ArrayList<String>();
        LOCATIONS.forEach(it -> row.add("\"%s\": {\"default\": 25}".formatted(it)));
        var body = "{\"components\": {\"search\": {%s}}}".formatted(String.join(", ", row));
        client.send("PUT", client.path + "/", body);
        return client;
    }

    /** A step after the other, each of another location with another weight. */
    WeightSteps.Loop steps(int client) {
        var random = new Random(client);
        return () -> {
            var location = LOCATIONS.get(random.nextInt(LOCATIONS.size()));
            var weight = 1 + random.nextInt(100);
            var comment = "step " + number.incrementAndGet();
            var body =
                    "{\"new_weights\": {\"search\": {\"%s\": %d}}, \"comment\": \"%s\"}"
                            .formatted(location, weight, comment);
            var answer = send("POST", path + "/weights/set/", body);
            steps.add(new Step(comment, location, weight, answer));
        };
    }

    /** How many of the steps were changes. */
    int made() {
        return (int) steps.stream().filter(it -> it.answer().path("changed").asBoolean()).count();
    }

    /**
     * Takes all acknowledged changes again in the order of their versions.
     *
     * @return what does not fit, in words
     */
    List<String> replay() throws IOException {
        var faults = new ArrayList<String>();
        var history = history();
        var values = new TreeMap<Location, Integer>();
        LOCATIONS.forEach(it -> values.put(new Location(it), 25));
        var made = new HashMap<Long, Step>();
        for (var step : steps) {
            if (step.answer().path("changed").asBoolean()
                    && made.put(step.answer().path("version").asLong(), step) != null) {
                faults.add("two changes were answered with the version of " + step.comment());
            }
        }
        for (var version = 2L; version <= history.size(); version++) {
            var step = made.remove(version);
            var line = history.get(version);
            if (step == null || line == null) {
                faults.add("version %d was not acknowledged, or is not there".formatted(version));
                continue;
            }
            apply(step, values);
            if (!line.path("comment").asString("").equals(step.comment())
                    || !points(line).equals(values)) {
                faults.add("version %d is not what %s makes".formatted(version, step.comment()));
            }
        }
        made.values().forEach(it -> faults.add(it.comment() + " is lost"));
        return faults;
    }

    private static void apply(Step step, SortedMap<Location, Integer> values) {
        var weights = new TreeMap<Location, Weight>();
        values.forEach((location, points) -> weights.put(location, Weight.of(points)));
        weights.put(new Location(step.location()), Weight.of(step.weight()));
        values.putAll(Normalisation.of(weights));
    }

    private static SortedMap<Location, Integer> points(JsonNode line) {
        var points = new TreeMap<Location, Integer>();
        for (var one : line.path("values").path("search").properties()) {
            points.put(new Location(one.getKey()), one.getValue().asInt());
        }
        return points;
    }

    private Map<Long, JsonNode> history() throws IOException {
        var lines = new HashMap<Long, JsonNode>();
        var after = "";
        do {
            var page = send("GET", path + "/weights/history/?limit=500" + after, "");
            page.path("items").forEach(it -> lines.put(it.path("version").asLong(), it));
            after = page.path("next").isString() ? "&after=" + page.path("next").asString() : "";
        } while (!after.isEmpty());
        return lines;
    }

    private JsonNode send(String method, String target, String body) throws IOException {
        var call = (HttpURLConnection) application.address(target).toURL().openConnection();
        call.setRequestMethod(method);
        if (!body.isEmpty()) {
            call.setRequestProperty("Content-Type", "application/json");
            call.setDoOutput(true);
            call.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        if (call.getResponseCode() / 100 != 2) {
            throw new IOException(call.getResponseCode() + " " + call.getResponseMessage());
        }
        try (var answer = call.getInputStream()) {
            return JSON.readTree(answer.readAllBytes());
        }
    }
}
