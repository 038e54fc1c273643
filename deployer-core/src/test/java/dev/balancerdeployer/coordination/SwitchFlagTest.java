package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwitchFlagTest {

    @Test
    void readsAllFields() {
        var flag =
                SwitchFlag.parse(
                        "{\"reason\": \"ticket 7\", \"closed_locations\": [\"sas\", \"man\"],"
                                + " \"enabled\": false} ");

        assertThat(flag).isEqualTo(new SwitchFlag(false, Set.of("man", "sas"), "ticket 7"));
        assertThat(flag.closedLocations()).containsExactly("man", "sas");
    }

    @Test
    void needsOnlyEnabled() {
        assertThat(SwitchFlag.parse("{\"enabled\":true}"))
                .isEqualTo(new SwitchFlag(true, Set.of(), ""));
    }

    @Test
    void isCreatedOpen() {
        assertThat(SwitchFlag.parse(SwitchFlag.OPEN)).isEqualTo(new SwitchFlag(true, Set.of(), ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | flag: (expected: an object)",
                "null | flag: (expected: an object)",
                "true | flag: (expected: an object)",
                "[] | flag: (expected: an object)",
                "{} | enabled: missing (expected: true or false)",
                "{\"enabled\": 1} | enabled: not a boolean (expected: true or false)",
                "{\"enabled\": \"true\"} | enabled: not a boolean (expected: true or false)",
                "{\"enabled\": null} | enabled: not a boolean (expected: true or false)",
                "{\"enabled\": {}} | enabled: not a boolean (expected: true or false)",
                "{\"enabled\": true, \"enabled\": true} | enabled: given twice",
                "{\"enabled\": true, \"reason\": \"\", \"reason\": \"\"} | reason: given twice",
                "{\"enabled\": true} {} | something follows after the flag",
                "{\"enabled\": true} 1 | something follows after the flag",
                "{\"enabled\": true} x | not JSON (line 1, column 19)",
                "{\"enabled\": true, | not JSON (line 1, column 18)",
                "{\"enabled\": true | not JSON (line 1, column 17)",
                "{\"enabled\": tru} | not JSON (line 1, column 13)",
                "{enabled: true} | not JSON (line 1, column 2)",
                "{'enabled': true} | not JSON (line 1, column 2)",
                "{\"enabled\": true,} | not JSON (line 1, column 18)",
                "{\"Enabled\": true} | Enabled: unknown field (expected: enabled,"
                        + " closed_locations, reason)",
                "{\"enabled\": true, \"a\\nb\": {}} | a?b: unknown field (expected: enabled,"
                        + " closed_locations, reason)",
                "{\"enabled\": true, \"closed_locations\": null} | closed_locations: (expected: a"
                        + " list of names)",
                "{\"enabled\": true, \"closed_locations\": \"sas\"} | closed_locations: (expected:"
                        + " a list of names)",
                "{\"enabled\": true, \"closed_locations\": [1]} | closed_locations: (expected: a"
                        + " list of names)",
                "{\"enabled\": true, \"closed_locations\": [[]]} | closed_locations: (expected: a"
                        + " list of names)",
                "{\"enabled\": true, \"closed_locations\": [\"\"]} | closed_locations: ''"
                        + " (expected: [A-Za-z0-9][A-Za-z0-9_.:/-]{0,127})",
                "{\"enabled\": true, \"closed_locations\": [\"s s\"]} | closed_locations: 's s'"
                        + " (expected: [A-Za-z0-9][A-Za-z0-9_.:/-]{0,127})",
                "{\"enabled\": true, \"reason\": null} | reason: (expected: text)",
                "{\"enabled\": true, \"reason\": 1} | reason: (expected: text)",
            })
    void refusesWhatIsNotExactlyAFlag(String json, String why) {
        assertThatThrownBy(() -> SwitchFlag.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    @Test
    void refusesAnEndlessReason() {
        var json = "{\"enabled\": true, \"reason\": \"%s\"}";

        assertThat(SwitchFlag.parse(json.formatted("x".repeat(2_000))).enabled()).isTrue();
        assertThatThrownBy(() -> SwitchFlag.parse(json.formatted("x".repeat(2_001))))
                .hasMessage("reason: 2001 characters (expected: at most 2000)");
    }
}
