package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.SwitchState.Closed;
import dev.balancerdeployer.coordination.SwitchState.Open;
import dev.balancerdeployertest.MutableClock;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlagKillSwitchTest {

    private static final ItsPath PATH = new ItsPath("maps/common/balancer_deployer");
    private static final Actor ANN = new Actor("ann", null);

    private final InMemoryItsValues values = new InMemoryItsValues(new MutableClock()::instant);
    private final KillSwitch hold = new FlagKillSwitch(values, PATH, ClosedLocations.HOLD);
    private final KillSwitch skip = new FlagKillSwitch(values, PATH, ClosedLocations.SKIP);

    @Test
    void isOpenWhenEnabled() {
        flag("{\"enabled\": true, \"closed_locations\": [], \"reason\": \"all well\"}");

        assertThat(hold.read()).isEqualTo(new Open(Set.of(), "all well"));
        assertThat(skip.read()).isEqualTo(new Open(Set.of(), "all well"));
    }

    @Test
    void isClosedWhenNeverCreated() {
        assertThat(hold.read())
                .isEqualTo(
                        new Closed(
                                "kill switch maps/common/balancer_deployer does not exist (never"
                                        + " created, or deleted)"));
    }

    @Test
    void isClosedWhenDeleted() {
        flag(SwitchFlag.OPEN);
        values.delete(PATH, 1, ANN, null);

        assertThat(hold.read())
                .isEqualTo(
                        new Closed(
                                "kill switch maps/common/balancer_deployer does not exist (never"
                                        + " created, or deleted)"));
    }

    @Test
    void carriesTheReasonOfWhoeverClosedIt() {
        flag("{\"enabled\": false, \"reason\": \"incident 42\", \"closed_locations\": [\"sas\"]}");

        var closed =
                closed("kill switch maps/common/balancer_deployer was closed by ann: incident 42");
        assertThat(hold.read()).isEqualTo(closed);
        assertThat(skip.read()).isEqualTo(closed);
    }

    @Test
    void isClosedWithoutAReasonToo() {
        flag("{\"enabled\": false}");

        assertThat(hold.read())
                .isEqualTo(closed("kill switch maps/common/balancer_deployer was closed by ann"));
    }

    @Test
    void saysWhatIsMalformed() {
        flag("{\"enabled\": true, \"closed\": []}");

        assertThat(skip.read())
                .isEqualTo(
                        closed(
                                "kill switch maps/common/balancer_deployer is malformed in version"
                                        + " 1 by ann: closed: unknown field (expected: enabled,"
                                        + " closed_locations, reason)"));
    }

    @Test
    void isClosedWhenItCannotBeRead() {
        flag(SwitchFlag.OPEN);
        values.unavailable(true);

        assertThat(hold.read())
                .isEqualTo(
                        new Closed(
                                "kill switch maps/common/balancer_deployer could not be read"
                                        + " within 1 s"));
    }

    @Test
    void holdsEverythingOrSkipsWhileALocationIsClosed() {
        flag(
                "{\"enabled\": true, \"closed_locations\": [\"vla\", \"man\"], \"reason\":"
                        + " \"drain\"}");

        assertThat(hold.read())
                .isEqualTo(
                        closed(
                                "kill switch maps/common/balancer_deployer names closed locations"
                                        + " (man, vla), by ann: drain",
                                "man",
                                "vla"));
        assertThat(skip.read()).isEqualTo(new Open(Set.of("man", "vla"), "drain"));
    }

    /** With the locations that close it, since the flag's last change. */
    private Closed closed(String reason, String... locations) {
        var since = values.find(PATH).orElseThrow().updatedAt();
        return new Closed(reason, Set.of(locations), since);
    }

    private void flag(String json) {
        assertThat(values.create(PATH, json, ANN, null))
                .isInstanceOf(ItsValues.Outcome.Saved.class);
    }
}
