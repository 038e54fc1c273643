package dev.balancerdeployertest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {

    @Test
    void playsTheSameInterleavingAgain() throws InterruptedException {
        assertThat(play(42)).isEqualTo(play(42));
    }

    @Test
    void playsOthersWithOtherSeeds() throws InterruptedException {
        var seen = new HashSet<List<Integer>>();
        for (var seed = 0; seed < 20; seed++) {
            seen.add(play(seed));
        }

        assertThat(seen).hasSize(20);
    }

    /** The list is not made for several threads. */
    private static List<Integer> play(long seed) throws InterruptedException {
        var turns = new Turns(new Random(seed));
        var steps = new ArrayList<Integer>();
        var parts = new ArrayList<Runnable>();
        for (var part = 0; part < 4; part++) {
            var me = part;
            parts.add(() -> {
                for (var i = 0; i < 20; i++) {
                    steps.add(me);
                    turns.pass();
                }
            });
        }
        turns.run(parts);
        assertThat(steps).hasSize(80);
        return steps;
    }

    @Test
    void letsOneWorkAtATime() throws InterruptedException {
        var turns = new Turns(new Random(1));
        var atWork = new AtomicInteger();
        var most = new AtomicInteger();
        Runnable part =
                () -> {
                    for (var i = 0; i < 100; i++) {
                        most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        atWork.decrementAndGet();
                        turns.pass();
                    }
                };

        turns.run(List.of(part, part, part));

        assertThat(most).hasValue(1);
    }

    @Test
    void tellsThatAPartFailed() {
        var turns = new Turns(new Random(1));
        Runnable failing =
                () -> {
                    throw new IllegalStateException("broken");
                };

        assertThatThrownBy(() -> turns.run(List.of(turns::pass, failing)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("part-1 failed")
                .hasRootCauseMessage("broken");
    }

    @Test
    void tellsTheLastOneThatItIsAlone() throws InterruptedException {
        var turns = new Turns(new Random(1));
        var others = new AtomicInteger(2);
        Runnable other = others::decrementAndGet;
        Runnable last =
                () -> {
                    while (!turns.alone()) {
                        turns.pass();
                    }
                };

        turns.run(List.of(other, last, other));

        assertThat(others).hasValue(0);
    }

    @Test
    void passesWithoutEffectOutsideOfTheGame() {
        var turns = new Turns(new Random(1));

        turns.pass();

        assertThat(turns.alone()).isFalse();
    }
}
