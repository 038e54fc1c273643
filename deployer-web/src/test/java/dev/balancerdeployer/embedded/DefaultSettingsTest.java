package dev.balancerdeployer.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultSettingsTest {

    @TempDir Path directory;

    @Test
    void deliversTheExamplesQuicklyOnAnEmptyEmbeddedDatabase() {
        var settings = embedded(null);

        assertThat(settings.deliversExamples()).isTrue();
        assertThat(settings.values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "awacs.activation", "immediate",
                                "deployer.bake", "2m",
                                "deployer.examples", true,
                                "deployer.git.url", directory.resolve("examples.git").toString(),
                                "deployer.schedule.unpauser", "every 15s"));
        assertThat(settings)
                .hasToString(
                        "--awacs.activation=immediate --deployer.bake=2m --deployer.examples=true"
                                + " --deployer.git.url="
                                + directory.resolve("examples.git")
                                + " --deployer.schedule.unpauser=every 15s");
    }

    @Test
    void staysWithTheExamplesOnLaterStarts() throws IOException {
        Files.createFile(EmbeddedMongo.file(directory));
        assertThat(embedded(null).deliversExamples()).isFalse();

        DefaultSettings.rememberExamples(directory);
        assertThat(embedded(null).deliversExamples()).isTrue();
        assertThat(embedded(false).deliversExamples()).isFalse();
        assertThat(embedded(null, "deployer.git.url").values())
                .containsEntry("deployer.examples", false);
    }

    @Test
    void keepsTheDefaultsOfDeliveryWhenTheRepositoryIsTheUsers() {
        var settings = embedded(null, "deployer.git.url");

        assertThat(settings.deliversExamples()).isFalse();
        assertThat(settings).hasToString("--awacs.activation=immediate --deployer.examples=false");
    }

    @Test
    void leavesEverySettingOfTheUserAlone() {
        var settings = embedded(true, "deployer.bake", "awacs.activation", "deployer.examples");

        assertThat(settings.values())
                .containsOnlyKeys("deployer.git.url", "deployer.schedule.unpauser");
    }

    @Test
    void setsNothingForADatabaseThatIsGiven() {
        var settings = DefaultSettings.of(directory, false, null, _ -> false);

        assertThat(settings.values()).containsExactly(Map.entry("deployer.examples", false));
    }

    @Test
    void deliversTheExamplesFromADatabaseThatIsGivenIfAsked() {
        var settings = DefaultSettings.of(directory, false, true, _ -> false);

        assertThat(settings.deliversExamples()).isTrue();
        assertThat(settings.values()).doesNotContainKey("awacs.activation");
    }

    private DefaultSettings embedded(@Nullable Boolean examples, String... given) {
        return DefaultSettings.of(directory, true, examples, Set.of(given)::contains);
    }
}
