package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.DatabaseTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryAwacsTest extends AwacsContract {

    private final DatabaseTime time = () -> Instant.parse("2026-11-24T12:00:00Z");
    private final InMemoryAwacs awacs = new InMemoryAwacs(time);

    @Override
    protected Awacs awacs() {
        return awacs;
    }

    @Override
    protected DatabaseTime time() {
        return time;
    }

    @Override
    protected void report(
            NamespaceId namespace, LocationId location, long version, BalancerState state) {
        awacs.report(namespace.value(), location.value(), version, state);
    }

    @Test
    void aLostAnswerLeavesTheWriteAndAFailedCallDoesNot() {
        awacs.create("maps", Map.of("a", "1"), "sas");
        var sas = new LocationId("sas");
        var pause = new NewBalancer.NewPause(new PauseToken("t"), PauseKind.HUMAN, "because", null);

        awacs.failCalls(1);
        assertThatThrownBy(() -> pause(sas, pause)).isInstanceOf(AwacsUnavailable.class);
        assertThat(awacs.pauses("maps", "sas")).isEmpty();
        awacs.loseAnswers(1);
        assertThatThrownBy(() -> pause(sas, pause)).isInstanceOf(AwacsUnavailable.class);

        assertThat(awacs.pauses("maps", "sas")).isEqualTo(List.of("t"));
    }

    @Test
    void peopleEditOneObject() {
        awacs.create("maps", Map.of("a", "1", "b", "2"), "sas");

        assertThat(awacs.edit("maps", "a", "3")).isEqualTo(2);
        assertThat(awacs.edit("maps", "b", null)).isEqualTo(3);

        assertThat(awacs.texts("maps")).containsExactly(Map.entry("a", "3"));
        assertThat(awacs.texts("maps", 1)).containsOnlyKeys("a", "b");
    }

    private void pause(LocationId location, NewBalancer.NewPause pause) {
        awacs.pause(
                new NamespaceId("maps"), location, pause, InMemoryAwacs.PERSON, Safeguard.none());
    }
}
