package dev.balancerdeployerbench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares how long the application takes to be ready with how long a minimal Boot application with
 * the same starters takes. Both are started as packaged jars, one after the other, in turns; ours
 * on an empty directory each time.
 *
 * <pre>{@code
 * ./mvnw -q -DskipTests package
 * java -cp benchmarks/target/classes dev.balancerdeployerbench.StartupComparison 7
 * }</pre>
 *
 * <p>Wants a JDK 25 as {@code java}. Ends with 1 if the ratio of the medians is above 1.5.
 */
public final class StartupComparison {

    private static final double MOST = 1.5;

    private static final Path MINIMAL = Path.of("benchmarks/target/benchmarks-minimal.jar");

    private StartupComparison() {}

    /** Takes the number of rounds; 7 if there is none. */
    public static void main(String[] args) throws IOException, InterruptedException {
        var rounds = args.length == 0 ? 7 : Integer.parseInt(args[0]);
        var ours = new ArrayList<Duration>();
        var minimal = new ArrayList<Duration>();
        for (var round = 1; round <= rounds; round++) {
            minimal.add(measure(MINIMAL));
            ours.add(measure(Packaged.OURS));
            print("round " + round, minimal.getLast(), ours.getLast());
        }
        print("median", median(minimal), median(ours));
        var ratio = seconds(median(ours)) / seconds(median(minimal));
        System.out.printf(Locale.ROOT, "ratio: %.2f (at most %.2f)%n", ratio, MOST);
        System.exit(ratio <= MOST ? 0 : 1);
    }

    /** From the start of the process until readiness is answered with 200. */
    private static Duration measure(Path jar) throws IOException, InterruptedException {
        try (var application = Packaged.start(jar)) {
            return application.readyAfter();
        }
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static void print(String what, Duration minimal, Duration ours) {
        System.out.printf(
                Locale.ROOT,
                "%s: minimal %.2f s, ours %.2f s%n",
                what,
                seconds(minimal),
                seconds(ours));
    }
}
