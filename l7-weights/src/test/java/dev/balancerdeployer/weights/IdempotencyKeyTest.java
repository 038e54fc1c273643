package dev.balancerdeployer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class IdempotencyKeyTest {

    @Test
    void eachPartOfARequestHasAKeyOfItsOwn() {
        var key = new IdempotencyKey("k".repeat(128), "all");

        assertThat(key.part("on", "d")).isEqualTo(key.part("on", "d"));
        assertThat(key.part("on", "d").digest()).isEqualTo("d");
        assertThat(key.part("on", "d").key())
                .isNotEqualTo(key.part("off", "d").key())
                .isNotEqualTo(new IdempotencyKey("k", "all").part("on", "d").key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "ключ", "a\u0000"})
    void refusesWhatIsNotPrintable(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> new IdempotencyKey(key, "d"));
    }
}
