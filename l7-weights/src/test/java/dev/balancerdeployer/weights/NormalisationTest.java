package dev.balancerdeployer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class NormalisationTest {

    private static final int CASES = 100_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    34 33 33        | 34 33 33
                    0 33 33         | 0 50 50
                    34 50 50        | 26 37 37
                    50 33 33        | 43 29 28
                    1 1 1           | 34 33 33
                    1000000 1 1     | 98 1 1
                    1000000 1 0     | 99 1 0
                    0.000001 1000000 | 1 99
                    7               | 100
                    1 1 1 1 1 1 1   | 15 15 14 14 14 14 14
                    98 1 1 0.5      | 97 1 1 1
                    0.5 0.25 0.25   | 50 25 25
                    """)
    void normalisesAsWorkedOutByHand(String weights, String points) {
        var given = weights(weights.strip().split(" +", -1));

        assertThat(Normalisation.of(given).values().stream().map(String::valueOf).toList())
                .containsExactly(points.strip().split(" +", -1));
    }

    @Test
    void aTieGoesToTheNameThatIsFirstInAscii() {
        var weights = new TreeMap<Location, Weight>();
        for (var name : List.of("a", "B", "9")) {
            weights.put(new Location(name), Weight.of(1));
        }

        assertThat(Normalisation.of(weights))
                .containsExactly(
                        Map.entry(new Location("9"), 34),
                        Map.entry(new Location("B"), 33),
                        Map.entry(new Location("a"), 33));
    }

    @Test
    void liftsAgainWhenLiftingHasMadeOthersSmall() {
        // 100 * 10 / 996 is over 1, but 98 * 10 / 993 is below
        var weights = weights("973", "10", "10", "1.5", "1.5");

        assertThat(Normalisation.of(weights).values()).containsExactly(96, 1, 1, 1, 1);
        assertThat(FractionNormalisation.of(weights).values()).containsExactly(96, 1, 1, 1, 1);
    }

    @Test
    void hasTheProperties() {
        var seed = ThreadLocalRandom.current().nextLong();
        System.out.println("NormalisationTest seed " + seed);
        var random = new Random(seed);
        for (var i = 0; i < CASES; i++) {
            holds(random(random));
        }
    }

    @Test
    void refusesNothingAndMoreThanOneHundred() {
        assertThatIllegalArgumentException().isThrownBy(() -> Normalisation.of(weights("0", "0")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Normalisation.of(equal(101)))
                .withMessage("101 locations are not 0 (expected: 1..100)");
        assertThat(Normalisation.of(equal(100)).values()).containsOnly(1);
    }

    private static void holds(SortedMap<Location, Weight> weights) {
        var points = Normalisation.of(weights);

        assertThat(points).as("%s", weights).isEqualTo(FractionNormalisation.of(weights));
        assertThat(points.values().stream().mapToInt(it -> it).sum()).isEqualTo(100);
        assertThat(Normalisation.ofPoints(points)).as("again").isEqualTo(points);
        var sum = weights.values().stream().mapToLong(Weight::millionths).sum();
        var lifted =
                weights.values().stream()
                        .anyMatch(it -> it.millionths() > 0 && it.millionths() * 100 < sum);
        weights.forEach((location, weight) -> {
            var point = points.getOrDefault(location, -1);
            assertThat(point == 0).as("%s", weights).isEqualTo(weight.millionths() == 0);
            if (!lifted) {
                assertThat(Math.abs(point * sum - weight.millionths() * 100))
                        .as("%s", weights)
                        .isLessThan(sum);
            }
        });
    }

    private static SortedMap<Location, Weight> random(Random random) {
        var weights = new TreeMap<Location, Weight>();
        var locations = 1 + (random.nextInt(10) == 0 ? random.nextInt(100) : random.nextInt(8));
        var names = IntStream.range(0, locations).mapToObj(it -> "L" + it).toList();
        var shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, random);
        var kind = random.nextInt(4);
        for (var name : shuffled) {
            weights.put(new Location(name), new Weight(millionths(random, kind)));
        }
        if (Normalisation.active(weights) == 0) {
            weights.put(new Location(shuffled.getFirst()), new Weight(1));
        }
        return weights;
    }

    /** Few different ones, so that there are ties; small ones; ratios of 10^6; anything. */
    private static long millionths(Random random, int kind) {
        return switch (kind) {
            case 0 -> random.nextInt(4) * 1_000_000L;
            case 1 -> random.nextInt(200) * 10_000L;
            case 2 -> random.nextBoolean() ? 1 : random.nextInt(3) * 1_000_000L;
            default -> random.nextInt(5) == 0 ? 0 : random.nextLong(Weight.MAX * 1_000_000 + 1);
        };
    }

    private static SortedMap<Location, Weight> equal(int locations) {
        return weights(
                IntStream.range(0, locations).mapToObj(_ -> "1000000").toArray(String[]::new));
    }

    private static SortedMap<Location, Weight> weights(String... numbers) {
        var weights = new TreeMap<Location, Weight>();
        for (var number : numbers) {
            var name = "L%03d".formatted(weights.size());
            weights.put(new Location(name), Weight.of(new BigDecimal(number)));
        }
        return weights;
    }
}
