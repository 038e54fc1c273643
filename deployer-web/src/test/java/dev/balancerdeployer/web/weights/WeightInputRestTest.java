package dev.balancerdeployer.web.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input changes nothing and is told with its place (SPEC W1, W5, W6, S0). */
class WeightInputRestTest extends WeightsRest {

    @AfterEach
    void nothingIsChanged() {
        assertThat(get("/weights/values/").header("ETag")).isEqualTo("\"1\"");
        assertThat(values()).isEqualTo("34/33/33");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "{`search`: {`SAS`: -1}} | search.SAS",
                "{`search`: {`SAS`: 1e309}} | search.SAS",
                "{`search`: {`SAS`: 1000000.1}} | search.SAS",
                "{`search`: {`SAS`: 0.0000001}} | search.SAS",
                "{`search`: {`SAS`: `50`}} | search.SAS",
                "{`search`: {`SAS`: `Default`}} | search.SAS",
                "{`search`: {`SAS`: true}} | search.SAS",
                "{`search`: {`SAS`: null}} | search.SAS",
                "{`search`: {`SAS`: [1]}} | search.SAS",
                "{`search`: {`SAS`: {}}} | search.SAS",
                "{`search`: {`NOPE`: 1}} | search.NOPE",
                "{`search`: {`$set`: 1}} | search.$set",
                "{`search`: {`a.$b`: 1}} | search.a.$b",
                "{`search`: {``: 1}} | search.",
                "{`video`: {`SAS`: 1}} | video",
                "{`search`: {}} | search",
                "{`search`: 1} | search",
                "{`search`: null} | search",
                "{`search`: {`SAS`: 1, `SAS`: 2}} | search.SAS"
            })
    void theWrongWeightIsNamed(String weights, String place) {
        assertProblem(
                set(weights.replace('`', '"')), 400, "invalid-request", "new_weights." + place);
    }

    @Test
    void aHundredMistakesAreEnough() {
        var many =
                IntStream.range(0, 300)
                        .mapToObj("\"L%d\": 1"::formatted)
                        .collect(Collectors.joining(", ", "{\"search\": {", "}}"));

        var refused = set(many);

        assertProblem(refused, 400, "invalid-request", "new_weights.search.L0");
        assertThat(refused.json().path("errors")).hasSize(100);
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        var refused = set("{\"search\": {\"SAS\": -1, \"MSK\": \"x\"}, \"b!\": 7}");

        assertThat(refused.json().path("errors").findValuesAsString("place"))
                .containsExactly(
                        "new_weights.search.SAS",
                        "new_weights.search.MSK",
                        "new_weights.b!",
                        "new_weights.b!");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "{} | new_weights",
                "{`new_weights`: {}} | new_weights",
                "{`new_weights`: null} | new_weights",
                "{`new_weights`: []} | new_weights",
                "{`new_weights`: {`search`: {`SAS`: NaN}}} | body",
                "{`new_weights`: {`search`: {`SAS`: 1}}, `force`: true} | force",
                "{`new_weights`: {`search`: {`SAS`: 1}}, `dry_run`: 1} | dry_run",
                "{`new_weights`: {`search`: {`SAS`: 1}}, `comment`: 5} | comment",
                "{`new_weights`: {`search`: {`SAS`: 1}}, `override`: [`x`]} | override[0]",
                "{`new_weights`: {`search`: {`SAS`: 1}}, `override`: [null]} | override[0]",
                "{`new_weights`: {`search`: {`SAS`: 1}}, `override`: [`max_step`]} | comment",
                "{`new_weights`: {`search`: {`SAS`: 1}} | body",
                "[] | body",
                "7 | body"
            })
    void theWrongFieldIsNamed(String body, String place) {
        assertProblem(post("/weights/set/", body.replace('`', '"')), 400, "invalid-request", place);
    }

    @Test
    void whatIsTooMuchIsRefused() {
        assertThat(set("{\"a\":".repeat(1_000_000)).status()).isEqualTo(400);
        assertThat(set("{\"search\": {\"SAS\\u0000\": 1}}").status()).isEqualTo(400);
        var head =
                "POST %s/weights/set/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 52428800\r\n"
                        .formatted(path);
        var tooLong =
                wire.raw(
                        (head + "Content-Type: application/json\r\n\r\n{")
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(tooLong.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "{`components`: {}} | components",
                "{`components`: {`a`: {}}} | components.a",
                "{`components`: {`a`: {`S`: 5}}} | components.a.S",
                "{`components`: {`a`: {`S`: {}}}} | components.a.S.default",
                "{`components`: {`a`: {`S`: {`default`: `5`}}}} | components.a.S.default",
                "{`components`: {`a`: {`S`: {`default`: 5, `max`: 6}}}} | components.a.S.max",
                "{`components`: {`a`: {`S`: {`default`: -0.1}}}} | components.a.S.default",
                "{`components`: {`a`: {`S`: {`default`: 5}}}, `safety`: {`max_step`: 101}} | safety.max_step",
                "{`components`: {`a`: {`S`: {`default`: 5}}}, `safety`: {`max_step`: 1.5}} | safety.max_step",
                "{`components`: {`a`: {`S`: {`default`: 5}}}, `safety`: {`min_active_locations`: 0}} | safety.min_active_locations",
                "{`components`: {`a`: {`S`: {`default`: 5}}}, `safety`: {`max_zero_share`: 2}} | safety.max_zero_share",
                "{`components`: {`a`: {`S`: {`default`: 5}}}, `safety`: {`max`: 2}} | safety.max",
                "{`components`: {`a b`: {`S`: {`default`: 5}}}} | components.a b"
            })
    void theWrongPartOfAConfigIsNamed(String body, String place) {
        assertProblem(
                put(body.replace('`', '"'), "If-Match: \"1\""), 400, "invalid-request", place);
    }

    @Test
    void allZeroIsRefusedWhereverItComesFrom() {
        assertProblem(
                set("{\"search\": {\"SAS\": 0, \"MSK\": 0, \"MAN\": -0.0}}"),
                422,
                "all-zero",
                "new_weights.search");
        assertProblem(
                put(config("").replaceAll("3[34]", "0"), "If-Match: \"1\""),
                422,
                "all-zero",
                "components.search");
        assertProblem(
                shift(
                        """
                        {"away": ["SAS", "MSK", "MAN"], "expires_in": "1h", "reason": "r"}
                        """),
                422,
                "all-zero",
                "away");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "{`expires_in`: `1h`, `reason`: `r`} | away",
                "{`away`: [], `expires_in`: `1h`, `reason`: `r`} | away",
                "{`away`: [`X`], `expires_in`: `1h`, `reason`: `r`} | away[0]",
                "{`away`: [`SAS`, ` `], `expires_in`: `1h`, `reason`: `r`} | away[1]",
                "{`away`: [`SAS`], `components`: [`x`], `expires_in`: `1h`, `reason`: `r`} | components[0]",
                "{`away`: [`SAS`], `components`: [], `expires_in`: `1h`, `reason`: `r`} | components",
                "{`away`: [`SAS`], `expires_in`: `73h`, `reason`: `r`} | expires_in",
                "{`away`: [`SAS`], `expires_in`: `0s`, `reason`: `r`} | expires_in",
                "{`away`: [`SAS`], `expires_in`: 60, `reason`: `r`} | expires_in",
                "{`away`: [`SAS`], `expires_in`: `1h`} | reason",
                "{`away`: [`SAS`], `expires_in`: `1h`, `reason`: ` `} | reason"
            })
    void theWrongPartOfAShiftIsNamed(String body, String place) {
        assertProblem(shift(body.replace('`', '"')), 400, "invalid-request", place);
    }
}
