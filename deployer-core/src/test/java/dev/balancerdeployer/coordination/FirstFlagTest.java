package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployertest.MutableClock;
import org.junit.jupiter.api.Test;

class FirstFlagTest {

    private static final ItsPath PATH = new ItsPath("maps/flag");

    private final MutableClock clock = new MutableClock();
    private final InMemoryItsValues values = new InMemoryItsValues(clock::instant);
    private final InMemoryAudit audit = new InMemoryAudit(clock::instant);

    @Test
    void createsTheFlagAsEnabledAndRecordsIt() {
        starting().atStart();

        assertThat(values.find(PATH))
                .hasValue(
                        new ItsValue(
                                PATH,
                                SwitchFlag.OPEN,
                                1,
                                Actor.SELF,
                                "created at first start",
                                clock.instant(),
                                false));
        assertThat(audit.entries())
                .extracting(Audit.Recorded::entry)
                .containsExactly(
                        new Audit.Entry(
                                Actor.self(),
                                "ITS_PUT",
                                "its/maps/flag",
                                null,
                                1L,
                                "created at first start",
                                Audit.Outcome.DONE,
                                null));
    }

    @Test
    void leavesAFlagThatIsThere() {
        values.create(PATH, "{\"enabled\": false}", Actor.self(), null);

        starting().atStart();

        assertThat(values.find(PATH).map(ItsValue::version)).hasValue(1L);
        assertThat(audit.entries()).isEmpty();
    }

    @Test
    void neverCreatesItAgainAfterItsDeletion() {
        var first = starting();
        first.atStart();
        values.delete(PATH, 1, Actor.self(), null);

        first.round();
        starting().atStart();
        starting().round();

        assertThat(values.find(PATH)).isEmpty();
        assertThat(audit.entries()).hasSize(1);
    }

    @Test
    void startsWithoutTheStoreAndTriesAgainUntilItAnswers() {
        var flag = starting();
        values.unavailable(true);

        flag.atStart();
        assertThatThrownBy(flag::round).isInstanceOf(StoreUnavailable.class);
        values.unavailable(false);
        flag.round();

        assertThat(values.find(PATH)).isPresent();
        assertThat(audit.entries()).hasSize(1);
    }

    @Test
    void recordsTheCreationLaterIfThatFailedAtFirst() {
        var slow =
                new InMemoryAudit(() -> {
                    if (clock.instant().equals(new MutableClock().instant())) {
                        throw new StoreUnavailable("audit", new IllegalStateException());
                    }
                    return clock.instant();
                });
        var flag = new FirstFlag(values, slow, PATH);

        assertThatThrownBy(flag::round).isInstanceOf(StoreUnavailable.class);
        clock.advance(flag.every());
        flag.round();
        flag.round();

        assertThat(values.find(PATH).map(ItsValue::version)).hasValue(1L);
        assertThat(slow.entries()).hasSize(1);
    }

    private FirstFlag starting() {
        return new FirstFlag(values, audit, PATH);
    }
}
