package dev.balancerdeployer.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What Grafana would not complain about and people would. */
@NullMarked
class DashboardsTest {

    private static final String DATASOURCE = "${datasource}";

    @ParameterizedTest
    @MethodSource("files")
    void keepTheirAddressAndLetTheDatasourceBeChosen(Path file) {
        var dashboard = Shipped.json(file);

        assertThat(file.getFileName()).hasToString(dashboard.path("uid").asString() + ".json");
        assertThat(dashboard.path("uid").asString()).hasSizeLessThanOrEqualTo(40);
        assertThat(dashboard.path("title").asString("")).isNotBlank();
        assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(42);
        assertThat(dashboard.has("id")).as("a number of one Grafana").isFalse();
        var variable = dashboard.path("templating").path("list").path(0);
        assertThat(variable.path("name").asString("")).isEqualTo("datasource");
        assertThat(variable.path("type").asString("")).isEqualTo("datasource");
        assertThat(dashboard.findValues("datasource"))
                .filteredOn(it -> it.path("type").asString("").equals("prometheus"))
                .isNotEmpty()
                .allMatch(it -> it.path("uid").asString("").equals(DATASOURCE));
    }

    @ParameterizedTest
    @MethodSource("files")
    void sayOfEachPanelWhatItShowsAndInWhichUnit(Path file) {
        for (var panel : panels(Shipped.json(file))) {
            var title = panel.path("title").asString("");
            var defaults = panel.path("fieldConfig").path("defaults");
            assertThat(title).isNotBlank();
            assertThat(panel.path("description").asString("")).as(title).isNotBlank();
            assertThat(defaults.path("unit").asString("")).as(title).isNotBlank();
            assertThat(defaults.path("thresholds").path("steps").isEmpty()).as(title).isFalse();
            assertThat(panel.path("datasource").path("uid").asString(""))
                    .as(title)
                    .isEqualTo(DATASOURCE);
            assertThat(panel.path("targets").isEmpty()).as(title).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void giveEachPanelANumberAndAPlaceOfItsOwn(Path file) {
        var numbers = new ArrayList<Integer>();
        var taken = new HashSet<List<Integer>>();
        for (var panel : Shipped.json(file).path("panels")) {
            numbers.add(panel.path("id").asInt());
            var place = panel.path("gridPos");
            var x = place.path("x").asInt();
            var y = place.path("y").asInt();
            assertThat(x + place.path("w").asInt()).isBetween(1, 24);
            for (var column = x; column < x + place.path("w").asInt(); column++) {
                for (var line = y; line < y + place.path("h").asInt(); line++) {
                    assertThat(taken.add(List.of(column, line)))
                            .as("%s lies on another panel", panel.path("title"))
                            .isTrue();
                }
            }
        }

        assertThat(numbers).doesNotHaveDuplicates();
    }

    @Test
    void beginWithWhatStopsTheDelivery() {
        var dashboard = Shipped.json(Shipped.DASHBOARDS.resolve("balancer-delivery.json"));

        assertThat(dashboard.path("title").asString()).isEqualTo("Balancer delivery");
        assertThat(panels(dashboard).stream().limit(5).map(it -> it.path("title").asString()))
                .containsExactly(
                        "Kill switch",
                        "Unpauser silent for",
                        "Overdue pauses",
                        "Firing alerts",
                        "Namespaces in conflict");
    }

    private static List<JsonNode> panels(JsonNode parent) {
        var found = new ArrayList<JsonNode>();
        for (var panel : parent.path("panels")) {
            if (panel.path("type").asString("").equals("row")) {
                found.addAll(panels(panel));
            } else {
                found.add(panel);
            }
        }
        return found;
    }

    static List<Path> files() {
        return Shipped.dashboards();
    }
}
