package dev.balancerdeployer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class WeightTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "-0.000, 0",
        "0E-999999, 0",
        "0E+999999, 0",
        "34, 34000000",
        "0.000001, 1",
        "0.0000010, 1",
        "33.50000000000, 33500000",
        "1e6, 1000000000000",
        "1000000.000000000, 1000000000000",
        "1E-6, 1",
        "12e-1, 1200000"
    })
    void takesExactNumbers(String number, long millionths) {
        assertThat(Weight.of(new BigDecimal(number))).isEqualTo(new Weight(millionths));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-0.000001",
                "1000000.000001",
                "1000001",
                "1e309",
                "1e999999999",
                "0.0000001",
                "1.0000001",
                "1e-999999999",
                "-1e-999999999"
            })
    void refusesOthers(String number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Weight.of(new BigDecimal(number)))
                .withMessageContaining("(expected: a number from 0 to 1000000");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.000001", "34000000, 34", "33500000, 33.5", "1000000000000, 1000000"})
    void showsTheShortestForm(long millionths, String text) {
        assertThat(new Weight(millionths)).hasToString(text);
    }
}
