package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Weighty.PRODUCTION;
import static dev.balancerdeployer.weights.Weighty.at;
import static dev.balancerdeployer.weights.Weighty.because;
import static dev.balancerdeployer.weights.Weighty.config;
import static dev.balancerdeployer.weights.Weighty.points;
import static dev.balancerdeployer.weights.Weighty.request;
import static dev.balancerdeployer.weights.Weighty.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.PageRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Drains that end by themselves (SPEC W8). */
@NullMarked
class ShiftChangesTest extends OneProcess {

    @Test
    void aShiftLiesOverTheValuesAndEndsByItself() {
        done(config(THIRDS));
        var begun = (Answer.Shifted) done(shift("SAS", Duration.ofSeconds(10)));

        assertThat(begun.version()).isEqualTo(2);
        assertThat(begun.shift().components())
                .extracting(Component::value)
                .containsExactly("search", "video");
        var during = process.queries.current(PRODUCTION).orElseThrow();
        assertThat(during.values())
                .isEqualTo(points("search SAS=34 MSK=33 MAN=33; video SAS=50 MSK=50"));
        assertThat(during.effective())
                .isEqualTo(points("search SAS=0 MSK=50 MAN=50; video SAS=0 MSK=100"));

        world.clock.advance(Duration.ofSeconds(9));
        process.shiftEnds.round();
        assertThat(process.queries.published(PRODUCTION)).isEqualTo(2);
        world.clock.advance(Duration.ofSeconds(1));
        world.process().shiftEnds.round();
        process.shiftEnds.round();

        var after = process.queries.current(PRODUCTION).orElseThrow();
        assertThat(after.version()).isEqualTo(3);
        assertThat(after.effective()).isEqualTo(after.values()).isEqualTo(during.values());
        assertThat(after.updatedBy()).isEqualTo("system");
        assertThat(world.audited).hasSize(1);
        assertThat(world.audited.getFirst().actor().name()).isEqualTo("system");
        assertThat(world.audited.getFirst().afterVersion()).isEqualTo(3);
        var listed =
                process.queries.shifts(PRODUCTION, PageRequest.first(10)).orElseThrow().items();
        assertThat(listed).extracting(Shift::state).containsExactly(Shift.State.EXPIRED);
        assertThat(refused(request(new Change.CancelShift(begun.shift().id()))))
                .isEqualTo(new Refusal.ShiftEnded(listed.getFirst()));
        assertThat(refused(request(new Change.CancelShift(new ShiftId("other")))))
                .isEqualTo(new Refusal.UnknownShift());
    }

    @Test
    void overlappingShiftsCompose() {
        done(config(THIRDS));
        var first = (Answer.Shifted) done(shift("SAS", Duration.ofHours(1)));
        var only =
                new Change.StartShift(
                        List.of(at("MSK")), List.of(new Component("search")), Duration.ofHours(2));
        done(request(only));
        assertThat(effective())
                .isEqualTo(points("search SAS=0 MSK=0 MAN=100; video SAS=0 MSK=100"));

        assertThat(refused(shift("MSK", Duration.ofHours(1))))
                .isEqualTo(new Refusal.AllZero(new Component("video"), "away"));
        done(
                set("search MAN=0"),
                new Refusal.AllZero(new Component("search"), "new_weights.search"));
        done(request(new Change.CancelShift(first.shift().id())));

        assertThat(effective())
                .isEqualTo(points("search SAS=51 MSK=0 MAN=49; video SAS=50 MSK=50"));
    }

    @Test
    void anExtendedShiftIsNoNewVersion() {
        done(config(THIRDS));
        var begun = (Answer.Shifted) done(shift("SAS", Duration.ofSeconds(10)));
        world.clock.advance(Duration.ofSeconds(5));

        var moved =
                (Answer.Shifted)
                        done(
                                request(
                                        new Change.ExtendShift(
                                                begun.shift().id(), Duration.ofSeconds(20))));
        assertThat(moved.version()).isEqualTo(2);
        assertThat(moved.shift().expiresAt()).isEqualTo(world.clock.instant().plusSeconds(20));
        world.clock.advance(Duration.ofSeconds(10));
        process.shiftEnds.round();

        assertThat(process.queries.published(PRODUCTION)).isEqualTo(2);
    }

    @Test
    void aShiftThatNamesNoComponentHoldsForThoseOfALaterConfigToo() {
        done(config("search SAS=34 MSK=33 MAN=33; video MSK=1"));
        var all = (Answer.Shifted) done(shift("SAS", Duration.ofHours(1)));
        assertThat(all.shift().components()).containsExactly(new Component("search"));
        var named =
                new Change.StartShift(
                        List.of(at("SAS")), List.of(new Component("search")), Duration.ofHours(2));
        var only = (Answer.Shifted) done(request(named));

        done(config("search MSK=33 MAN=33; video SAS=1 MSK=1; images SAS=1 MSK=1").at(3));

        assertThat(effective())
                .isEqualTo(
                        points("search MSK=50 MAN=50; video SAS=0 MSK=100; images SAS=0 MSK=100"));
        assertThat(now(all).components())
                .containsExactly(new Component("images"), new Component("video"));
        assertThat(now(only).components()).containsExactly(new Component("search"));
    }

    @Test
    void refusesMoreLocationsInShiftsThanADocumentHolds() {
        var names = names(999);
        done(config("search SAS=1 " + String.join("=0 ", names) + "=0"));
        var most =
                new Change.StartShift(
                        names.stream().map(Weighty::at).toList(), null, Duration.ofHours(1));
        for (var shift = 0; shift < 10; shift++) {
            done(request(most));
        }

        assertThat(places(request(most))).containsExactly("away");
    }

    @Test
    void refusesAShiftOfWhatIsNotThere() {
        done(config(THIRDS));
        var start =
                new Change.StartShift(
                        List.of(at("SAS"), at("VLA")),
                        List.of(new Component("video"), new Component("mail")),
                        Duration.ofHours(1));

        assertThat(places(request(start))).containsExactly("components[1]", "away[1]");
        var noReason =
                ChangeRequest.of(
                        PRODUCTION, shift("SAS", Duration.ofHours(1)).change(), because(" "));
        assertThat(places(noReason)).containsExactly("reason");
    }

    private Shift now(Answer.Shifted shift) {
        return process.queries.shift(PRODUCTION, shift.shift().id()).orElseThrow();
    }
}
