package dev.balancerdeployer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64AdviceTest {

    private static final String CPU = "flags : avx2 avx512f avx512vbmi";

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.3+9", "25.0.5", "26.0.9", "27", "27.0.1"})
    void warnsOfAJvmThatHasTheHole(String version) {
        assertThat(advice(version, true, CPU).text())
                .get()
                .asString()
                .contains(version, "-XX:-Use");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.5.1", "25.0.5.1+7", "25.0.6", "27.0.1.1", "28"})
    void isQuietOnAJvmThatIsFixed(String version) {
        assertThat(advice(version, true, CPU).text()).isEmpty();
    }

    @Test
    void isQuietWhereTheDecoderIsNotUsed() {
        assertThat(advice("25.0.3", false, CPU).text()).isEmpty();
        assertThat(advice("25.0.3", true, "flags : avx2 avx512_vbmi2").text()).isEmpty();
    }

    @Test
    void warnsOfACpuThatIsNotKnown() {
        assertThat(advice("25.0.3", true, "").text()).isPresent();
    }

    @Test
    void readsTheFlagThatTestsRunWith() {
        assertThat(Base64Advice.here().version()).isEqualTo(Runtime.version());
    }

    private static Base64Advice advice(String version, boolean intrinsics, String cpu) {
        return new Base64Advice(Runtime.Version.parse(version), intrinsics, cpu);
    }
}
