package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Weighty.PRODUCTION;
import static dev.balancerdeployer.weights.Weighty.config;
import static dev.balancerdeployer.weights.Weighty.points;
import static dev.balancerdeployer.weights.Weighty.put;
import static dev.balancerdeployer.weights.Weighty.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.weights.Outcome.Done;
import dev.balancerdeployer.weights.Outcome.Refused;
import dev.balancerdeployer.weights.World.Fate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attempts that are stored in one write (SPEC W4). */
@NullMarked
class BatchTest {

    private static final PerLocation<Integer> THIRDS = points("search SAS=34 MSK=33 MAN=33");

    private final World world = new World();

    BatchTest() {
        world.process().changes.apply(config("search SAS=34 MSK=33 MAN=33"));
    }

    @Test
    void eachSeesWhatTheOnesBeforeItMake() {
        var process = world.process();
        var members = members(process);

        new Batch(process.workshop, PRODUCTION, members).run();

        assertThat(world.stores.configs().find(PRODUCTION).orElseThrow().config().version())
                .isEqualTo(3);
        assertThat(world.values()).isEqualTo(points("search SAS=47 MSK=26 MAN=27"));
        assertThat(world.stores.configs().find(PRODUCTION).orElseThrow().rev()).isEqualTo(2);
    }

    /** Another replica publishes then, so that the next try mostly gets in. */
    @Test
    void triesAgainAtOnceWhenSomebodyWasFaster() {
        var process = world.process();
        var faster = new ArrayDeque<>(List.of("search MSK=0", "search MSK=5"));
        process.beforeReplacing =
                () ->
                        Optional.ofNullable(faster.poll())
                                .ifPresent(it -> world.process().changes.apply(set(it)));
        var begin = world.clock.instant();

        var answer = ((Done) process.changes.apply(set("search SAS=90"))).answer();

        assertThat(((Answer.Stepped) answer).attempts()).isEqualTo(3);
        assertThat(world.clock.instant()).isEqualTo(begin);
    }

    /** So that a long series of defeats does not make the next one more likely. */
    @Test
    void looksOnlyOnceForWhatSomebodyElseHasMade() {
        var process = world.process();
        var calls = new ArrayList<Integer>();
        process.beforeReplacing =
                () -> {
                    calls.add(process.calls);
                    if (calls.size() < 9) {
                        world.process().changes.apply(set("search MSK=" + calls.size()));
                    }
                };

        process.changes.apply(set("search SAS=90"));

        assertThat(calls).hasSize(9);
        for (var one = 1; one < calls.size(); one++) {
            assertThat(calls.get(one) - calls.get(one - 1)).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void publishesForAllBeforeTheirTurnEnds() {
        var process = world.process();

        new Batch(process.workshop, PRODUCTION, members(process)).run();

        assertThat(world.process().queries.published(PRODUCTION)).isEqualTo(3);
    }

    /** So that the document stays below its limit. */
    @Test
    void takesOnlyAsManyAsFitIn() {
        var rows = new StringBuilder();
        for (var component = 0; component < 4; component++) {
            rows.append("c%d SAS=1 ".formatted(component));
            IntStream.range(0, 999).forEach(it -> rows.append("L%d=0 ".formatted(it)));
            rows.append("; ");
        }
        var process = world.process();
        process.changes.apply(config(rows.toString()).at(1));
        var members = new ArrayList<Attempt>();
        for (var member = 0; member < 6; member++) {
            var step = set("c0 L%d=1".formatted(member));
            var key = new IdempotencyKey("key-" + member, "d");
            members.add(new Attempt(process.workshop, member < 3 ? step.withKey(key) : step));
        }

        new Batch(process.workshop, PRODUCTION, members).run();

        assertThat(members)
                .extracting(Attempt::isConsidered)
                .containsExactly(true, true, false, true, false, false);
        members.forEach(it -> assertThat(it.run()).isInstanceOf(Done.class));
    }

    /** What was decided on a state that was never stored is decided again. */
    @ParameterizedTest
    @EnumSource(
            names = {"WELL", "DIES_BEFORE", "DIES_AFTER"},
            mode = EnumSource.Mode.EXCLUDE)
    void nothingIsSaidOfWhatIsNotStored(Fate fate) {
        for (var call = 1; call <= 9; call++) {
            var fresh = new World();
            fresh.process().changes.apply(config("search SAS=34 MSK=33 MAN=33"));
            var at = call;
            var process = fresh.process(number -> number == at ? fate : Fate.WELL);
            var members = members(process);
            new Batch(process.workshop, PRODUCTION, members).run();
            fresh.process().changes.apply(set("search MSK=33"));

            var outcomes = members.stream().map(Attempt::run).toList();
            fresh.landLate();

            var message = "%s at call %d".formatted(fate, call);
            var versions = new ArrayList<Long>();
            outcomes.subList(0, 2).forEach(it -> versions.add(((Done) it).answer().version()));
            assertThat(versions).as(message).doesNotHaveDuplicates();
            assertThat(outcomes.get(2)).as(message).isInstanceOf(Refused.class);
            assertThat(outcomes.get(3)).as(message).isInstanceOf(Refused.class);
            var newest = fresh.process().queries.values(PRODUCTION).orElseThrow();
            assertThat(newest.values()).as(message).isNotEqualTo(THIRDS);
            fresh.process().reconciler.round();
            assertThat(fresh.process().queries.current(PRODUCTION)).as(message).contains(newest);
        }
    }

    @Test
    void whatWasDecidedOnAnUnstoredStateIsOpenAgain() {
        var process = world.process();
        process.beforeReplacing = () -> world.process().changes.apply(set("search MSK=0"));
        var step = new Attempt(process.workshop, set("search SAS=50"));
        var same = new Attempt(process.workshop, set("search SAS=43 MSK=28 MAN=29"));
        var stale = new Attempt(process.workshop, put("search SAS=1").at(1));
        var never = new Attempt(process.workshop, put("search SAS=1").at(7));

        new Batch(process.workshop, PRODUCTION, List.of(never, step, same, stale)).run();

        assertThat(List.of(step, same, stale)).allMatch(Attempt::isOpen);
        assertThat(never.isOpen()).isFalse();
        process.beforeReplacing = () -> {};
        assertThat(((Answer.Stepped) ((Done) same.run()).answer()).changed()).isTrue();
    }

    @Test
    void manyWritersWithTroubleLoseNothing() throws Exception {
        var seed = ThreadLocalRandom.current().nextLong();
        System.out.println("BatchTest seed " + seed);
        var troubled = List.of(Fate.FAILS, Fate.LOST, Fate.DENIED, Fate.LATE);
        var processes = new ArrayList<WeightChanges>();
        for (var replica = 0; replica < 2; replica++) {
            var random = new Random(seed + replica);
            processes.add(
                    world.process(_ ->
                                    random.nextInt(12) == 0
                                            ? troubled.get(random.nextInt(troubled.size()))
                                            : Fate.WELL)
                            .changes);
        }

        new SharedConfig(new ConfigId("shared"), world.stores, seed, processes).contend(4, 25);
    }

    /** Two steps, one that is too late by their versions, and one that is never right. */
    private static List<Attempt> members(World.Replica process) {
        var first = set("search SAS=50");
        return List.of(
                new Attempt(process.workshop, first),
                new Attempt(process.workshop, first.withKey(new IdempotencyKey("second", "d"))),
                new Attempt(process.workshop, put("search SAS=1").at(7)),
                new Attempt(process.workshop, set("search SAS=0 MSK=0 MAN=0")));
    }
}
