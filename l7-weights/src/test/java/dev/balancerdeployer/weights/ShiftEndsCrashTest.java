package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Weighty.PRODUCTION;
import static dev.balancerdeployer.weights.Weighty.config;
import static dev.balancerdeployer.weights.Weighty.points;
import static dev.balancerdeployer.weights.Weighty.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.weights.World.Fate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A shift ends once, wherever the replica that ends it dies (SPEC W8). */
@NullMarked
class ShiftEndsCrashTest {

    private static final PerLocation<Integer> THIRDS = points("search SAS=34 MSK=33 MAN=33");

    @ParameterizedTest
    @EnumSource(names = "WELL", mode = EnumSource.Mode.EXCLUDE)
    void endsOnceWithTroubleAtAnyCall(Fate fate) {
        var call = 1;
        while (trouble(fate, call)) {
            call++;
        }
        assertThat(call).isGreaterThan(7);
    }

    @Test
    void endsOnceWhenAllReplicasAreAtItAtOnce() {
        for (var call = 1; call <= 8; call++) {
            var world = shifted();
            var other = world.process();
            var at = call;
            var process =
                    world.process(number -> {
                        if (number == at) {
                            other.shiftEnds.round();
                            other.reconciler.round();
                        }
                        return Fate.WELL;
                    });

            process.shiftEnds.round();
            process.reconciler.round();

            endedOnce(world, "another at call " + call);
            assertThat(world.audited).hasSize(1);
        }
    }

    @Test
    void severalShiftsThatAreOverEndOneByOne() {
        var world = shifted();
        world.process().changes.apply(start("MSK", Duration.ofSeconds(1)));
        world.clock.advance(Duration.ofDays(4));

        world.process().shiftEnds.round();

        var queries = world.process().queries;
        assertThat(queries.published(PRODUCTION)).isEqualTo(5);
        assertThat(queries.current(PRODUCTION).orElseThrow().effective()).isEqualTo(THIRDS);
        assertThat(world.audited).hasSize(2);
    }

    /** False: the call never came. */
    private static boolean trouble(Fate fate, int at) {
        var world = shifted();
        var process = world.process(call -> call == at ? fate : Fate.WELL);
        try {
            process.shiftEnds.round();
        } catch (World.Killed | StoreUnavailable _) {
            // the next round, or another replica, goes on
        }
        var next = world.process();
        next.shiftEnds.round();
        next.reconciler.round();
        endedOnce(world, fate + " at call " + at);
        assertThat(world.audited).hasSizeLessThanOrEqualTo(1);
        return process.calls >= at;
    }

    private static void endedOnce(World world, String message) {
        var queries = world.process().queries;
        var current = queries.current(PRODUCTION).orElseThrow();
        assertThat(current.version()).as(message).isEqualTo(3);
        assertThat(current.effective()).as(message).isEqualTo(THIRDS);
        var history = queries.history(PRODUCTION, PageRequest.first(9)).orElseThrow().items();
        assertThat(history)
                .as(message)
                .extracting(Line::cause)
                .containsExactly(Cause.SHIFT_ENDED, Cause.SHIFT_STARTED, Cause.CONFIG);
        var shifts = queries.shifts(PRODUCTION, PageRequest.first(9)).orElseThrow().items();
        assertThat(shifts)
                .as(message)
                .extracting(Shift::state)
                .containsExactly(Shift.State.EXPIRED);
    }

    /** With a shift that is over. */
    private static World shifted() {
        var world = new World();
        world.process().changes.apply(config("search SAS=34 MSK=33 MAN=33"));
        world.process().changes.apply(start("SAS", Duration.ofSeconds(10)));
        world.clock.advance(Duration.ofSeconds(11));
        return world;
    }

    private static ChangeRequest start(String away, Duration length) {
        return request(new Change.StartShift(List.of(new Location(away)), null, length));
    }
}
