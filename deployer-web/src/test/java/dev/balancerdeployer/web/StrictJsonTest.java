package dev.balancerdeployer.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import tools.jackson.databind.JsonNode;

class StrictJsonTest {

    private final StrictJsonConverter converter = new StrictJsonConverter(StrictJson.mapper());

    record Body(
            String text,
            long number,
            Kind kind,
            boolean flag,
            Nested nested,
            @Nullable String remark,
            @JsonProperty("wait") @Nullable Duration patience,
            @Nullable Instant sinceWhen,
            @Nullable Map<String, Map<String, Long>> newWeights) {}

    record Nested(List<Item> items) {}

    record Item(String name, @Nullable BigDecimal size) {

        Item {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name: '' (expected: a name)");
            }
        }
    }

    record Free(JsonNode value) {}

    enum Kind {
        ONE,
        TWO
    }

    private static final String GOOD =
            "{'text': 'a', 'number': 1, 'kind': 'ONE', 'flag': true, 'nested': {'items': []}}";

    @Test
    void readsWhatIsRight() {
        var body =
                read(
                        Body.class,
                        GOOD.replace(
                                "[]}",
                                "[{'name': 'n', 'size': 1.10}]}, 'wait': '90s', 'since_when':"
                                        + " '2026-01-01T02:00:00+02:00', 'remark': null"));

        assertThat(body.patience()).isEqualTo(Duration.ofSeconds(90));
        assertThat(body.sinceWhen()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(body.nested().items()).containsExactly(new Item("n", new BigDecimal("1.10")));
        assertThat(body.remark()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'text': 'a'| 'text': 1| text",
                "'text': 'a'| 'text': null| text",
                "'text': 'a'| 'text': true| text",
                "'text': 'a', | | text",
                "'text': 'a'| 'text': 'a', 'text': 'a'| text",
                "'text': 'a'| 'txt': 'a'| txt",
                "'text': 'a'| 'text': 'a', 'more': 1| more",
                "'text': 'a'| 'text': 'a', 'sinceWhen': null| sinceWhen",
                "'text': 'a'| 'text': 'a\\u0000'| text",
                "'text': 'a'| 'text': '\\ud800'| text",
                "'text': 'a'| 'text': '\\udc00\\ud800'| text",
                "'number': 1| 'number': '1'| number",
                "'number': 1| 'number': 1.0| number",
                "'number': 1| 'number': 1e2| number",
                "'number': 1| 'number': ''| number",
                "'number': 1| 'number': null| number",
                "'number': 1| 'number': [1]| number",
                "'number': 1| 'number': 99999999999999999999| number",
                "'kind': 'ONE'| 'kind': 'one'| kind",
                "'kind': 'ONE'| 'kind': 0| kind",
                "'kind': 'ONE'| 'kind': ''| kind",
                "'flag': true| 'flag': 'true'| flag",
                "'flag': true| 'flag': 1| flag",
                "'flag': true| 'flag': null| flag",
                "'items': []| 'items': {}| nested.items",
                "'items': []| 'items': [null]| nested.items[0]",
                "'items': []| 'items': [{'name': ''}]| nested.items[0].name",
                "'items': []| 'items': [{'name': 'n'}, {'name': 'n', 'x': 1}]| nested.items[1].x",
                "'items': []| 'items': [{'name': 'n'}, {'nam': 'n'}]| nested.items[1].nam",
                "'items': []| 'items': [{'name': 'n', 'size': '1'}]| nested.items[0].size",
                "'items': []| 'items': [{'name': 'n', 'size': 1, 'size': 1}]| nested.items[0].size",
                "{'items': []}| []| nested",
                "{'items': []}| ''| nested",
                "{'items': []}| null| nested",
                "'flag': true| 'flag': true, 'wait': 30| wait",
                "'flag': true| 'flag': true, 'wait': 'soon'| wait",
                "'flag': true| 'flag': true, 'wait': '-PT1S'| wait",
                "'flag': true| 'flag': true, 'patience': '1s'| patience",
                "'flag': true| 'flag': true, 'since_when': '2026-01-01'| since_when",
                "'flag': true| 'flag': true, 'since_when': 5| since_when",
                "'flag': true| 'flag': true, 'new_weights': {'search': {'SAS': 'x'}}|"
                        + " new_weights.search.SAS",
                "'flag': true| 'flag': true, 'new_weights': {'search': {'SAS': null}}|"
                        + " new_weights.search.SAS",
                "'flag': true| 'flag': true, 'new_weights': {'search': {'A': 1, 'A': 1}}|"
                        + " new_weights.search.A"
            })
    void namesThePlaceThatIsWrong(String part, @Nullable String wrong, String place) {
        var body = GOOD.replace(part, wrong == null ? "" : wrong);
        assertThat(body).isNotEqualTo(GOOD);

        var refusal = refusal(Body.class, body);

        assertThat(refusal.type()).isEqualTo(ProblemType.INVALID_REQUEST);
        assertThat(refusal.place()).as(refusal.detail()).isEqualTo(place);
        assertThat(refusal.detail()).doesNotContain("dev.balancerdeployer", "tools.", "java.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]",
                "'x'",
                "1",
                "null",
                "{",
                "{'value': 1",
                "{'value': 1,}",
                "{'value': 01}",
                "{'value': NaN}",
                "{value: 1}",
                "{'value': 1} {}",
                "{'value': 1} 1",
                "{'value': 1} x",
                "/* */ {'value': 1}",
                "{'value': .5}",
                "{'value': 1.}",
                "{'value': +1}",
                "`  `"
            })
    void refusesWhatIsNotOneObject(String body) {
        assertThat(refusal(Free.class, body).place()).isEqualTo("body");
    }

    @Test
    void refusesNestingOver500() {
        var deep = "{'value': " + "[".repeat(499) + "]".repeat(499) + "}";
        var deeper = "{'value': " + "[".repeat(500) + "]".repeat(500) + "}";

        assertThat(read(Free.class, deep).value().isArray()).isTrue();
        assertThat(refusal(Free.class, deeper).detail()).contains("500");
        assertThat(refusal(Free.class, deeper.replace('[', '{')).place()).isEqualTo("body");
    }

    @Test
    void keepsFreeValuesAsTheyAre() {
        var text =
                "{\"b\":1.10,\"a\":[1E+400,123456789012345678901234567890,null,\"\\u00e9\",\"\"]}";

        var value = read(Free.class, "{\"value\": " + text + "}").value();

        assertThat(StrictJson.mapper().writeValueAsString(value))
                .isEqualTo(text.replace("\\u00e9", "é"));
        assertThat(read(Free.class, "{'value': null}").value().isNull()).isTrue();
        assertThat(refusal(Free.class, "{}").place()).isEqualTo("value");
        assertThat(refusal(Free.class, "{'value': 1e99999999999}").place()).isEqualTo("value");
        assertThat(refusal(Free.class, "{'value': [" + "9".repeat(1001) + "]}").place())
                .isEqualTo("value[0]");
        assertThat(refusal(Free.class, "{'value': {'\\u0000': 1}}").place()).startsWith("value.");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        var latin = "{\"value\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        var utf16 = "{\"value\": 1}".getBytes(StandardCharsets.UTF_16LE);

        assertThat(refusal(Free.class, latin).place()).isEqualTo("body");
        assertThat(refusal(Free.class, utf16).place()).isEqualTo("body");
    }

    @Test
    void writesTimesInUtcWithThreeDigits() {
        var item =
                Map.of(
                        "at",
                        List.of(
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Instant.parse("2026-01-01T00:00:00.123456Z")),
                        "for",
                        Duration.ofHours(1));

        assertThat(StrictJson.mapper().writeValueAsString(item))
                .contains("\"2026-01-01T00:00:00.000Z\",\"2026-01-01T00:00:00.123Z\"")
                .contains("\"PT1H\"");
    }

    private <T> T read(Class<T> type, String body) {
        return read(type, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private <T> T read(Class<T> type, byte[] body) {
        var message =
                new HttpInputMessage() {
                    @Override
                    public ByteArrayInputStream getBody() {
                        return new ByteArrayInputStream(body);
                    }

                    @Override
                    public HttpHeaders getHeaders() {
                        return new HttpHeaders();
                    }
                };
        try {
            return type.cast(converter.read(ResolvableType.forClass(type), message, null));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ProblemException refusal(Class<?> type, String body) {
        return refusal(type, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private ProblemException refusal(Class<?> type, byte[] body) {
        var refusal = catchThrowableOfType(ProblemException.class, () -> read(type, body));
        if (refusal == null) {
            throw new AssertionError("not refused: " + new String(body, StandardCharsets.UTF_8));
        }
        return refusal;
    }
}
