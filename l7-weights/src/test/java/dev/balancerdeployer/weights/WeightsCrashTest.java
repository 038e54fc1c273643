package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Weighty.PRODUCTION;
import static dev.balancerdeployer.weights.Weighty.config;
import static dev.balancerdeployer.weights.Weighty.points;
import static dev.balancerdeployer.weights.Weighty.set;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.weights.Outcome.Done;
import dev.balancerdeployer.weights.World.Fate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No change is applied twice or lost, wherever a process dies, a call fails or its answer is lost
 * (SPEC W4, P-W2, P-W3). 34/33/33 with {@code SAS: 50} is 43/28/29; twice it would be 47/26/27.
 */
@NullMarked
class WeightsCrashTest {

    private static final String THIRDS = "search SAS=34 MSK=33 MAN=33";
    private static final PerLocation<Integer> BEFORE = points(THIRDS);
    private static final PerLocation<Integer> AFTER = points("search SAS=43 MSK=28 MAN=29");
    private static final List<Fate> FATES = List.of(Fate.values());
    private static final IdempotencyKey KEY = new IdempotencyKey("the-step", "body");

    @ParameterizedTest
    @EnumSource(names = "WELL", mode = EnumSource.Mode.EXCLUDE)
    void oneTroubleAtAnyCall(Fate fate) {
        for (var keyed : List.of(false, true)) {
            var call = 1;
            while (trouble(fate, call, call, keyed)) {
                call++;
            }
            assertThat(call).isGreaterThan(5);
        }
    }

    /** The whole store is away for some calls on end. */
    @ParameterizedTest
    @EnumSource(names = {"FAILS", "LOST"})
    void anOutageOfAnyLengthFromAnyCall(Fate fate) {
        for (var keyed : List.of(false, true)) {
            for (var from = 1; from <= 10; from++) {
                for (var length = 2; length <= 40; length++) {
                    var _ = trouble(fate, from, from + length - 1, keyed);
                }
            }
        }
    }

    @Test
    void aKeyedStepThatIsSentAgainAfterEveryDeathIsMadeOnce() {
        for (var fate : List.of(Fate.DIES_BEFORE, Fate.DIES_AFTER, Fate.LOST)) {
            for (var first = 1; first <= 9; first++) {
                for (var second = 1; second <= 12; second++) {
                    var world = created();
                    var sends =
                            List.of(
                                    at(fate, first, first),
                                    at(fate, second, second),
                                    at(fate, 0, 0));
                    var answers = new HashSet<Answer>();
                    for (var send : sends) {
                        var outcome = send(world.process(send), set("search SAS=50").withKey(KEY));
                        if (outcome instanceof Done done) {
                            answers.add(done.answer());
                        }
                    }
                    var message = "%s at %d, then at %d".formatted(fate, first, second);
                    assertThat(world.values()).as(message).isEqualTo(AFTER);
                    assertThat(answers).as(message).hasSize(1);
                    heals(world, message);
                }
            }
        }
    }

    /** Another writer comes in at any call, and then the same key once more on another replica. */
    @Test
    void aRaceAtAnyCallLosesNothing() {
        for (var keyed : List.of(false, true)) {
            for (var call = 1; call <= (keyed ? 8 : 5); call++) {
                var world = created();
                var other = world.process();
                var at = call;
                var process =
                        world.process(number -> {
                            if (number == at) {
                                other.changes.apply(set("search MSK=0"));
                                if (keyed) {
                                    other.changes.apply(set("search SAS=80").withKey(KEY));
                                }
                            }
                            return Fate.WELL;
                        });
                var request = set("search SAS=80");
                var outcome = send(process, keyed ? request.withKey(KEY) : request);

                assertThat(outcome).isInstanceOf(Done.class);
                replays(world, 1 + 2);
                heals(world, "a race at call " + call);
            }
        }
    }

    /** A call hangs and reaches the store only after so many others, or when all is over. */
    @Test
    void aCallThatLandsLateDoesNoHarm() {
        for (var keyed : List.of(false, true)) {
            for (var call = 1; call <= 10; call++) {
                for (var after = 1; after <= 12; after++) {
                    lands(call, call + after, keyed);
                }
            }
        }
    }

    private static void lands(int call, int at, boolean keyed) {
        var world = created();
        var other = world.process();
        var process =
                world.process(number -> {
                    if (number == at) {
                        world.landLate();
                    }
                    if (number == call + 1) {
                        other.changes.apply(set("search MSK=0"));
                    }
                    return number == call ? Fate.LATE : Fate.WELL;
                });
        var request = set("search SAS=80");

        var outcome = send(process, keyed ? request.withKey(KEY) : request);
        var sent = send(world.process(), set("search SAS=80").withKey(KEY));
        world.landLate();

        var message = "call %d landed at %d, %s".formatted(call, at, keyed ? "keyed" : "unkeyed");
        assertThat(outcome).as(message).isInstanceOf(Done.class);
        assertThat(((Answer.Stepped) ((Done) requireNonNull(sent)).answer()).changed())
                .as(message)
                .isTrue();
        replays(world, (process.calls > call ? 3 : 2) + (keyed ? 0 : 1));
        heals(world, message);
    }

    /**
     * The answer is lost, and before it is looked for all of it is filed and gone from the config.
     */
    @Test
    void findsItsChangeAmongWhatIsFiled() {
        for (var keyed : List.of(false, true)) {
            var world = created();
            var other = world.process();
            var lostAt = keyed ? 4 : 3;
            var process =
                    world.process(call -> {
                        if (call == lostAt + 1) {
                            round(other);
                            other.changes.apply(set("search MSK=0"));
                            assertThat(pending(world)).hasSize(1);
                        }
                        return call == lostAt ? Fate.LOST : Fate.WELL;
                    });
            var request = set("search SAS=50");

            var outcome = send(process, keyed ? request.withKey(KEY) : request);

            assertThat(((Done) requireNonNull(outcome)).answer().version()).isEqualTo(2);
            replays(world, 3);
            heals(world, "filed");
        }
    }

    private static List<ConfigRecord.Pending> pending(World world) {
        return world.stores.configs().find(PRODUCTION).orElseThrow().pending();
    }

    @Test
    void anythingAtRandomEndsRight() {
        var seed = ThreadLocalRandom.current().nextLong();
        System.out.println("WeightsCrashTest seed " + seed);
        for (var run = 0; run < 400; run++) {
            random(new Random(seed + run), "seed %d".formatted(seed + run));
        }
    }

    private static void random(Random random, String message) {
        var world = created();
        var names = List.of("SAS", "MSK", "MAN");
        var acknowledged = new ArrayList<Long>();
        var steps = 12;
        for (var step = 0; step < steps; step++) {
            var wanted =
                    "search %s=%d".formatted(names.get(random.nextInt(3)), 1 + random.nextInt(99));
            var request = set(wanted).withKey(new IdempotencyKey("k" + step, wanted));
            Outcome outcome = null;
            while (!(outcome instanceof Done)) {
                var bad = random.nextInt(4);
                outcome =
                        send(
                                world.process(_ ->
                                        random.nextInt(10) < bad
                                                ? FATES.get(random.nextInt(FATES.size()))
                                                : Fate.WELL),
                                request);
                if (random.nextInt(5) == 0) {
                    round(world.process());
                }
                if (random.nextInt(5) == 0) {
                    world.landLate();
                }
            }
            var answer = (Answer.Stepped) ((Done) outcome).answer();
            if (answer.changed()) {
                acknowledged.add(answer.version());
            }
        }
        world.landLate();
        assertThat(acknowledged).as(message).doesNotHaveDuplicates();
        replays(world, 1 + acknowledged.size());
        heals(world, message);
    }

    /** False: the call never came. */
    private static boolean trouble(Fate fate, int from, int to, boolean keyed) {
        var world = created();
        var process = world.process(at(fate, from, to));
        var request = set("search SAS=50");
        var outcome = send(process, keyed ? request.withKey(KEY) : request);
        var message = "%s from call %d to %d".formatted(fate, from, to);
        assertThat(world.values()).as(message).isIn(BEFORE, AFTER);
        if (outcome instanceof Done done) {
            assertThat(world.values()).as(message).isEqualTo(AFTER);
            assertThat(done.answer().version()).as(message).isEqualTo(2);
        }
        heals(world, message);
        return process.calls >= from;
    }

    /** Any replica makes current what is stored, and the history has all of it. */
    private static void heals(World world, String message) {
        var healer = world.process();
        round(healer);
        var newest = healer.queries.values(PRODUCTION).orElseThrow();
        assertThat(healer.queries.current(PRODUCTION)).as(message).contains(newest);
        var history = world.stores.history().find(PRODUCTION, 1, newest.version());
        assertThat(history).as(message).hasSize((int) newest.version());
        assertThat(history.getFirst().values()).as(message).isEqualTo(newest.values());
    }

    private static void round(World.Replica process) {
        process.reconciler.round();
    }

    /** The values are what the history says, and each version is there once. */
    private static void replays(World world, int versions) {
        var queries = world.process().queries;
        var history = queries.history(PRODUCTION, PageRequest.first(500)).orElseThrow().items();
        assertThat(history).hasSize(versions);
        assertThat(history.getFirst().values()).isEqualTo(world.values());
        assertThat(history).extracting(Line::attempt).doesNotHaveDuplicates();
    }

    private static World created() {
        var world = new World();
        world.process().changes.apply(config(THIRDS));
        return world;
    }

    /** Null: no answer. */
    private static @Nullable Outcome send(World.Replica process, ChangeRequest request) {
        try {
            return process.changes.apply(request);
        } catch (World.Killed | StoreUnavailable _) {
            return null;
        }
    }

    private static IntFunction<Fate> at(Fate fate, int from, int to) {
        return call -> call >= from && call <= to ? fate : Fate.WELL;
    }
}
