package dev.balancerdeployerbench;

import dev.balancerdeployer.weights.Location;
import dev.balancerdeployer.weights.Normalisation;
import dev.balancerdeployer.weights.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measures how often a second 3 components with 10 locations each are normalised, on one thread
 * (P-P7).
 *
 * <pre>{@code
 * ./mvnw -q -DskipTests package
 * java -cp benchmarks/target/benchmarks-programs.jar \
 *     dev.balancerdeployerbench.NormalisationSpeed [SECONDS]
 * }</pre>
 *
 * <p>Ends with 1 below 100 000.
 */
public final class NormalisationSpeed {

    private static final int COMPONENTS = 3;
    private static final int LOCATIONS = 10;
    private static final int WANTED = 100_000;

    private NormalisationSpeed() {}

    /**
     * @param arguments the length of a round in seconds; 3 by default
     */
    public static void main(String[] arguments) {
        var seconds = arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]);
        var configs = new ArrayList<List<SortedMap<Location, Weight>>>();
        var random = new Random(7);
        for (var i = 0; i < 1_000; i++) {
            configs.add(config(random));
        }
        round(configs, seconds);
        var rate = round(configs, seconds);
        System.out.println(
                String.format(Locale.ROOT, "%.0f/s (wanted: %d), on one thread", rate, WANTED));
        if (rate < WANTED) {
            System.exit(1);
        }
    }

    private static double round(List<List<SortedMap<Location, Weight>>> configs, int seconds) {
        var begin = System.nanoTime();
        var end = begin + seconds * 1_000_000_000L;
        var done = 0L;
        var sum = 0L;
        while (System.nanoTime() < end) {
            for (var config : configs) {
                for (var component : config) {
                    sum += Normalisation.of(component).lastEntry().getValue();
                }
                done++;
            }
        }
        if (sum == 0) {
            throw new IllegalStateException("nothing was normalised");
        }
        return done * 1e9 / (System.nanoTime() - begin);
    }

    private static List<SortedMap<Location, Weight>> config(Random random) {
        var config = new ArrayList<SortedMap<Location, Weight>>();
        for (var component = 0; component < COMPONENTS; component++) {
            var weights = new TreeMap<Location, Weight>();
            for (var location = 0; location < LOCATIONS; location++) {
                weights.put(
                        new Location("DC" + location),
                        new Weight(1 + random.nextLong(Weight.MAX * 1_000_000)));
            }
            config.add(weights);
        }
        return config;
    }
}
