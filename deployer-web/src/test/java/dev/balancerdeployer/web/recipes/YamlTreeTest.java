package dev.balancerdeployer.web.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemType;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeType;

/** YAML 1.2 by its core schema, of which only what JSON knows is taken (SPEC W7). */
class YamlTreeTest {

    @Test
    void whatYaml11TakesForSwitchesIsText() {
        var tree = YamlTree.read("on: {NO: yes, off: y, no: No}\nYES: n");

        assertThat(tree.toString())
                .isEqualTo("{\"on\":{\"NO\":\"yes\",\"off\":\"y\",\"no\":\"No\"},\"YES\":\"n\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "34, 34",
        "-1, -1",
        "+7, 7",
        "012, 12",
        "33.3333333, 33.3333333",
        "1., 1",
        ".5, 0.5",
        "1e309, 1e309",
        "-0, 0",
        "0x10, 16",
        "0o17, 15",
        "1E-7, 0.0000001",
        "100000000000000000000000000000000000001, 100000000000000000000000000000000000001"
    })
    void aNumberIsAsExactAsItIsWritten(String text, BigDecimal number) {
        var node = YamlTree.read("a: " + text).path("a");

        assertThat(node.isNumber()).isTrue();
        assertThat(node.decimalValue()).isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1_000",
                "12:30",
                "0b1",
                "1,5",
                "inf",
                "NaN",
                "0x",
                "1e",
                "'34'",
                "\"34\"",
                "nULL",
                "tRue",
                "2026-01-01",
                "-0x10"
            })
    void whatIsNoNumberIsText(String text) {
        assertThat(YamlTree.read("a: " + text).path("a").getNodeType())
                .isEqualTo(JsonNodeType.STRING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "~", "", "Null", "NULL"})
    void nothingIsNull(String text) {
        assertThat(YamlTree.read("a: " + text).path("a").isNull()).isTrue();
    }

    @Test
    void textKeepsWhatItIs() {
        assertThat(
                        YamlTree.read("a: |\n  one\n  two\nb: >-\n  one\n  two\nc: \"\\u00e9\\n\"")
                                .toString())
                .isEqualTo("{\"a\":\"one\\ntwo\\n\",\"b\":\"one two\",\"c\":\"é\\n\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: &x 1 | a | an anchor",
                "a: &x {b: 1} | a | an anchor",
                "&x a: 1 | body | an anchor",
                "a: *x | a | an anchor",
                "a: !!str 1 | a | a tag",
                "a: !mine {b: 1} | a | a tag",
                "a: ! 1 | a | a tag",
                "!!map {a: 1} | body | a tag",
                "b: {<<: {a: 1}} | b | a merge",
                "b: {a: 1, a: 2} | b.a | a key that is there already",
                "b: {a: 1, 'a': 2} | b.a | a key that is there already",
                "b: [{a: 1, \"\\x61\": 2}] | b[0].a | a key that is there already",
                "{1: a} | body | the key '1',",
                "{true: a} | body | the key 'true',",
                "{~: a} | body | the key '~',",
                "?\\n: 1 | body | the key '',",
                "? [a]\\n: 1 | body | a key that is no text",
                "? {a: b}\\n: 1 | body | a key that is no text",
                "a: .nan | a | .nan",
                "a: [1, -.INF] | a[1] | -.INF",
                "a: 1e99999999999 | a | a number beyond all limits",
                "a: \"\\0\" | a | a NUL character",
                "a: \"\\ud800\" | a | a lone surrogate",
                "{\"a\\0\": 1} | body | a NUL character",
                "a: 1\\n---\\nb: 2 | body | a second document",
                "a: 1\\n...\\n--- | body | a second document"
            })
    void refusesWithItsPlace(String yaml, String place, String what) {
        var problem = refused(yaml.replace("\\n", "\n"));

        assertThat(problem.place()).isEqualTo(place);
        assertThat(problem.detail()).startsWith(place + ": holds " + what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: [1",
                "a: {b: 1",
                "a: 'x",
                "a: b: c",
                "a: 1\n b: 2",
                "a:\n\t- 1",
                "a: @x",
                "a: `x",
                "%YAML 3.0\n---\na: 1",
                "a: \u0007",
                "]"
            })
    void whatIsNoYamlIsRefusedInWordsOfOurOwn(String yaml) {
        var problem = refused(yaml);

        assertThat(problem.place()).isEqualTo("body");
        assertThat(problem.detail())
                .matches("body: not YAML( \\(line \\d+, column \\d+\\))?(: a tab.*)?");
    }

    @Test
    void lineAndColumnAreThoseOfAnEditor() {
        assertThat(refused("a:\n  b: 1\n  b: 2").detail()).endsWith("(line 3, column 3)");
        assertThat(refused("a:\n\tb: 1").detail())
                .isEqualTo("body: not YAML (line 2, column 1): a tab (expected: spaces to indent)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "# only a remark\n", "\ufeff"})
    void nothingAtAllIsRefused(String yaml) {
        assertThat(refused(yaml).detail()).isEqualTo("body: empty (expected: a recipe)");
    }

    @Test
    void aByteOrderMarkAndTheMarksOfADocumentAreTaken() {
        assertThat(YamlTree.read("\ufeff%YAML 1.2\n---\na: 1\n...\n").toString())
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void anAliasBombIsRefusedAtItsFirstAnchor() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9)));
        }
        assertThat(refused(bomb.toString()).place()).isEqualTo("a0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "{", "[{a: "})
    void nestingIsRefusedBeforeItIsDeep(String level) {
        var problem = soonRefused(level.repeat(1_000_000));

        assertThat(problem.type()).isEqualTo(ProblemType.INVALID_REQUEST);
        assertThat(problem.place()).isEqualTo("body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "x", "'", "\"\\", "#", "&", "*", "!", "-", ":", "%", "|"})
    void aMillionOfAnythingIsJudgedSoon(String character) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    try {
                        YamlTree.read("a: " + character.repeat(1_000_000));
                    } catch (ProblemException e) {
                        assertThat(e.type()).isEqualTo(ProblemType.INVALID_REQUEST);
                    }
                });
    }

    @Test
    void longKeysAndNumbersAreRefused() {
        assertThat(soonRefused("? " + "k".repeat(1_000_000) + "\n: 1").detail())
                .contains("a key of over 200 characters");
        assertThat(soonRefused("a: " + "9".repeat(1_000_000)).detail())
                .contains("a number of over 1000 characters");
    }

    private static ProblemException soonRefused(String yaml) {
        return Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> refused(yaml));
    }

    private static ProblemException refused(String yaml) {
        var problem = catchThrowableOfType(ProblemException.class, () -> YamlTree.read(yaml));
        assertThat(problem).as(yaml.length() < 100 ? yaml : "long").isNotNull();
        return problem;
    }
}
