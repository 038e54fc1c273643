package dev.balancerdeployer.delivery.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.OnNewer;
import dev.balancerdeployer.delivery.SourceProblem;
import dev.balancerdeployer.delivery.git.NamespaceFileParser.Result;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceFileParserTest {

    private static final String HEAD = "owners: [sre]\nbalancers:\n  - location: sas\n";

    private final NamespaceFileParser parser = new NamespaceFileParser(Duration.ofMinutes(10));

    @Test
    void readsAllFields() {
        var file =
                good(
                        """
                        # a comment
                        owners: [maps-sre, "web team"]
                        balancers:
                          - location: sas
                          - {location: vla}
                        bake: 1h
                        on_newer: restart
                        """);

        assertThat(file.owners()).containsExactly("maps-sre", "web team");
        assertThat(file.locations()).containsExactly(new LocationId("sas"), new LocationId("vla"));
        assertThat(file.bake()).isEqualTo(Duration.ofHours(1));
        assertThat(file.onNewer()).isEqualTo(OnNewer.RESTART);
    }

    @ParameterizedTest
    @CsvSource({
        "no, no",
        "on, on",
        "NO, NO",
        "y, y",
        "off, off",
        "\"1:30\", 1:30",
        "2026-01-01, 2026-01-01",
        "'\"7\"', 7",
        "0o9, 0o9"
    })
    void plainWordsAreText(String written, String meant) {
        var file = good("owners: [on]\nbalancers: [{location: %s}]\n".formatted(written));

        assertThat(file.owners()).containsExactly("on");
        assertThat(file.locations()).containsExactly(new LocationId(meant));
    }

    @ParameterizedTest
    @CsvSource({
        "1h, PT1H",
        "30m, PT30M",
        "900s, PT15M",
        "PT1H, PT1H",
        "'\"45m\"', PT45M",
        "P1D, PT24H",
        "10m, PT10M"
    })
    void readsDurations(String text, Duration bake) {
        assertThat(good(HEAD + "bake: " + text).bake()).isEqualTo(bake);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soon",
                "1",
                "1.5h",
                "-1h",
                "1w",
                "9m",
                "PT599S",
                "-PT1H",
                "[1h]",
                "''",
                "",
                "PT99999999999999H",
                "999999999h",
                "1h30m",
                "null",
                "true",
                "{}",
                "1 h"
            })
    void refusesOtherDurationsWithTheirLine(String text) {
        assertThat(bad(HEAD + "\nbake: " + text + "\n"))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.line()).isEqualTo(5);
                    assertThat(it.reason()).startsWith("bake: ");
                });
    }

    @Test
    void refusesTheRestWithLineAndReason() {
        refuses("", 0, "is empty");
        refuses("# only a comment", 0, "is empty");
        refuses("owners: [a", 1, "not YAML");
        refuses("owners: [a]\n\tbalancers: x", 2, "not YAML");
        refuses("- a", 1, "a list (expected: fields)");
        refuses("maps", 1, "'maps' (expected: fields)");
        refuses("balancers: [{location: sas}]", 0, "'owners' is missing");
        refuses("owners: [a]", 0, "'balancers' is missing");
        refuses("owners: [a]\nbalancers: []", 2, "0 (expected: 1..64)");
        refuses("owners: [a]\nbalancers:", 2, "(expected: a list");
        refuses("owners: [a]\nbalancers: sas", 2, "'sas' (expected: a list");
        refuses("owners: [a]\nbalancers: [sas]", 2, "'sas' (expected: fields)");
        refuses("owners: [a]\nbalancers: [{}]", 2, "'location' is missing");
        refuses(
                "owners: [a]\nbalancers:\n- location: sas\n- location: sas",
                4,
                "'sas' is there twice");
        refuses(
                "owners: [a]\nbalancers:\n- location: sas\n  weight: 1",
                4,
                "unknown field 'weight'");
        refuses(
                "owners: [a]\nbalancers:\n- location: sas\n  location: vla",
                4,
                "field 'location' is there twice");
        refuses("owners: [a]\nbalancers:\n- location: \"s s\"", 3, "location: 's s' (expected");
        refuses("owners: [a]\nbalancers:\n- location: ../x", 3, "location: '../x' (expected");
        refuses("owners: [a]\nbalancers:\n- location: 7", 3, "location: '7' is not text");
        refuses("owners: [a]\nbalancers:\n- location: true", 3, "location: 'true' is not text");
        refuses("owners: [a]\nbalancers:\n- location: ~", 3, "location: '~' is not text");
        refuses("owners: [a]\nbalancers:\n- location:", 3, "location: '' is not text");
        refuses("owners: [a]\nbalancers:\n- location: [sas]", 3, "location: a list");
        refuses("owners: a\nbalancers: [{location: sas}]", 1, "'a' (expected: a list of names)");
        refuses("owners: [a, \" \"]\nbalancers: [{location: sas}]", 1, "owners: ' '");
        refuses("owners:\n- a\n- {b: c}\nbalancers: [{location: sas}]", 3, "owners: fields");
        refuses("owners: [42]\nbalancers: [{location: sas}]", 1, "owners: '42' is not text");
        refuses("owners: [\"a\\u0000\"]\nbalancers: [{location: sas}]", 1, "owners: 'a");
        refuses(
                "owners: [a]\nowners: [b]\nbalancers: [{location: sas}]",
                2,
                "field 'owners' is there twice");
        refuses("owners: [a]\nbalancers: [{location: sas}]\nfoo: 1", 3, "unknown field 'foo'");
        refuses(
                "owners: [a]\nbalancers: [{location: sas}]\n? [x]\n: 1",
                3,
                "unknown field 'a list'");
        refuses(
                "owners: [a]\nbalancers: [{location: sas}]\n<<: {bake: 1h}",
                3,
                "unknown field '<<'");
        refuses(
                "owners: [a]\nbalancers: [{location: sas}]\non_newer: QUEUE",
                3,
                "on_newer: 'QUEUE'");
        refuses(
                "owners: [a]\nbalancers: [{location: sas}]\non_newer: [queue]",
                3,
                "on_newer: a list");
        refuses("owners: &x [a]\nbalancers: [{location: sas}]", 1, "anchors and aliases");
        refuses("owners: [a]\nbalancers: [{location: *x}]", 2, "anchors and aliases");
        refuses("owners: !!set [a]\nbalancers: [{location: sas}]", 1, "tags are not allowed");
        refuses("owners: [!!java.net.URL [a]]\nbalancers: [{location: sas}]", 1, "tags are not");
        refuses("owners: [a]\nbalancers: [{location: sas}]\n---\nowners: [b]", 3, "not YAML");
    }

    private void refuses(String text, int line, String reason) {
        assertThat(bad(text))
                .as(text)
                .anySatisfy(it -> {
                    assertThat(it.file()).isEqualTo("namespace.yaml");
                    assertThat(it.line()).isEqualTo(line);
                    assertThat(it.reason()).contains(reason);
                });
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThat(bad("owners: a\nbalancers: [{location: 7}]\nbake: 1m\nfoo: 1\n"))
                .extracting(SourceProblem::line)
                .containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(bad("x: 1\n".repeat(500))).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void refusesBombs() {
        var laughs = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (var c = 'b'; c < 'j'; c++) {
            laughs.append("%c: &%c [%s]\n".formatted(c, c, ("*" + (char) (c - 1) + ",").repeat(9)));
        }

        assertThat(bad(laughs.toString())).isNotEmpty();
        assertThat(bad("[".repeat(60_000))).isNotEmpty();
        assertThat(bad("{a: ".repeat(15_000))).isNotEmpty();
        assertThat(bad("- ".repeat(30_000))).isNotEmpty();
        assertThat(bad("? ".repeat(30_000))).isNotEmpty();
        assertThat(bad("owners: [" + "a,".repeat(30_000) + "]")).isNotEmpty();
        assertThat(bad("a".repeat(65_000))).isNotEmpty();
        assertThat(bad("owners: [\u0001]")).isNotEmpty();
        assertThat(bad("\ufeff\ufeff")).isNotEmpty();
        assertThat(bad(keys(100_000))).isNotEmpty();
        assertThat(bad(keys(2_000))).hasSizeLessThanOrEqualTo(20);
        assertThat(bad(HEAD + "\n!!javax.script.ScriptEngineManager [x]: y\n")).isNotEmpty();
        assertThat(bad("%TAG ! tag:yaml.org,2002:java/\n---\n!x {}\n")).isNotEmpty();
        assertThat(bad("owners: |\n" + "  a\n".repeat(15_000))).isNotEmpty();
        assertThat(bad("\"" + "a".repeat(5_000) + "\": 1")).isNotEmpty();
    }

    private static String keys(int count) {
        return IntStream.range(0, count)
                .mapToObj("k%d: 1"::formatted)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void survivesRubbish() {
        var seed = 20_261_125L;
        var random = new Random(seed);
        var alphabet = "owners: [a]\n balancers-{location}#'\"&*!|>%@`?,0\t\\\u0085\u2028\uD800";
        for (var round = 0; round < 3_000; round++) {
            var text = new StringBuilder(random.nextBoolean() ? HEAD : "");
            for (var i = random.nextInt(40); i > 0; i--) {
                var at = random.nextInt(text.length() + 1);
                text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(parser.parse(text.toString())).as("seed %d: %s", seed, text).isNotNull();
        }
    }

    private NamespaceFile good(String text) {
        var result = parser.parse(text);
        assertThat(result).isInstanceOf(Result.Good.class);
        return ((Result.Good) result).file();
    }

    private List<SourceProblem> bad(String text) {
        var result = parser.parse(text);
        assertThat(result).isInstanceOf(Result.Bad.class);
        return ((Result.Bad) result).problems();
    }
}
