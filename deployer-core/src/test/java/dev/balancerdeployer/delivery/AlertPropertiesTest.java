package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class AlertPropertiesTest {

    private static final Duration REMINDER = Duration.ofHours(4);

    @ParameterizedTest
    @ValueSource(strings = {"http://alerts:8080/", "https://alerts.example/hook?token=t0ken"})
    void takesAddressesAndTellsNoSecret(String url) {
        var settings = settings("  " + url + " ");

        assertThat(settings.webhookUrl()).isEqualTo(url);
        assertThat(settings.tells()).isTrue();
        assertThat(settings.toString()).doesNotContain("alerts:", "t0ken", "s3cret");
    }

    @Test
    void withoutAnAddressNobodyIsTold() {
        assertThat(settings(null).tells()).isFalse();
        assertThat(settings(" ").tells()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://alerts/", "alerts:8080", "http:///hook", "http://a b/", "http"})
    void refusesWhatIsNoAddress(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(url))
                .withMessageStartingWith("deployer.alerts.webhook-url: ")
                .withMessageContaining("https://..");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ann:pa55@alerts/",
                "https://pa55@alerts:8443/hook",
                "http://:pa55@alerts/",
                "http://@alerts/"
            })
    void refusesAPasswordThatWouldNotBeSentWithoutTellingIt(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(url))
                .withMessageContaining("deployer.alerts.webhook-url: holds a user or password")
                .withMessageNotContaining("pa55");
    }

    @Test
    void refusesToRemindAllTheTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlertProperties(null, null, Duration.ofMillis(999)))
                .withMessageContaining("1s or more");
    }

    private static AlertProperties settings(@Nullable String url) {
        return new AlertProperties(url, "s3cret", REMINDER);
    }
}
