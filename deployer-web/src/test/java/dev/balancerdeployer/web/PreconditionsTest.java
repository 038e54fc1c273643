package dev.balancerdeployer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class PreconditionsTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest("PUT", "/x");

    @Test
    void readsOneStrongTag() {
        request.addHeader("If-Match", " \"12\" ");

        assertThat(Preconditions.ifMatch(request)).isEqualTo(new IfMatch(12));
        assertThat(Preconditions.precondition(request)).isEqualTo(new Precondition.AtVersion(12));
        assertThat(Etags.of(12)).isEqualTo("\"12\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "W/\"1\"",
                "\"1\", \"2\"",
                "\"1\",",
                "1",
                "\"01\"",
                "\"-1\"",
                "\"a\"",
                "\"\"",
                "",
                "\"1",
                "\"12345678901234567890\"",
                "\"1 \"",
                "\"\u0661\""
            })
    void refusesEverythingElse(String tag) {
        request.addHeader("If-Match", tag);

        refuses(() -> Preconditions.ifMatch(request), ProblemType.INVALID_REQUEST);
        refuses(() -> Preconditions.precondition(request), ProblemType.INVALID_REQUEST);
    }

    @Test
    void refusesTwoHeaders() {
        request.addHeader("If-Match", "\"1\"");
        request.addHeader("If-Match", "\"1\"");

        refuses(() -> Preconditions.ifMatch(request), ProblemType.INVALID_REQUEST);
    }

    @Test
    void requiresOne() {
        refuses(() -> Preconditions.ifMatch(request), ProblemType.PRECONDITION_REQUIRED);
        refuses(() -> Preconditions.precondition(request), ProblemType.PRECONDITION_REQUIRED);

        request.addHeader("If-None-Match", "*");
        refuses(() -> Preconditions.ifMatch(request), ProblemType.PRECONDITION_REQUIRED);
        assertThat(Preconditions.precondition(request)).isEqualTo(new Precondition.Absent());

        request.addHeader("If-Match", "\"1\"");
        refuses(() -> Preconditions.precondition(request), ProblemType.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "", "*, \"1\""})
    void refusesToCreateUnlessNothingIsThere(String tag) {
        request.addHeader("If-None-Match", tag);

        refuses(() -> Preconditions.precondition(request), ProblemType.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "30s,PT30S",
        "90s,PT1M30S",
        "30m,PT30M",
        "1h,PT1H",
        "2d,PT48H",
        "250ms,PT0.25S",
        "0s,PT0S",
        "PT1H,PT1H",
        "P1DT1H,PT25H",
        "PT0.5S,PT0.5S"
    })
    void readsDurations(String text, Duration duration) {
        assertThat(DurationText.parse("ttl", text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "s",
                "-1s",
                "1 s",
                "1S",
                "1.5s",
                "-PT1H",
                "PT-1H",
                "pt1h",
                "1h30m",
                "PT99999999999999999999H",
                "9999999999s"
            })
    void refusesOtherDurations(String text) {
        refuses(() -> DurationText.parse("ttl", text), ProblemType.INVALID_REQUEST);
    }

    private static void refuses(Runnable reading, ProblemType type) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(reading::run)
                .satisfies(refusal -> assertThat(refusal.type()).isEqualTo(type));
    }
}
