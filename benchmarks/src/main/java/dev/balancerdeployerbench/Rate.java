package dev.balancerdeployerbench;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What one round came to.
 *
 * @param p99Millis so long did ninety-nine of a hundred take at most
 * @param cpuMicros the processor time of this process for each; on a machine that is busy with
 *     other things it says more than the rate; 0: not measured
 */
record Rate(double perSecond, double p99Millis, double cpuMicros) {

    static Rate of(List<Long> nanos, Duration length, Duration cpu) {
        return new Rate(
                nanos.size() / (length.toNanos() / 1e9),
                percentile(nanos, 99) / 1e6,
                cpu.toNanos() / 1e3 / Math.max(1, nanos.size()));
    }

    /** The round in the middle. */
    static Rate median(List<Rate> rounds) {
        var sorted = rounds.stream().sorted(Comparator.comparingDouble(Rate::perSecond)).toList();
        return sorted.get(sorted.size() / 2);
    }

    /** 0 if there is nothing. */
    static long percentile(List<Long> values, int percent) {
        var sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((sorted.size() - 1) * percent / 100);
    }

    @Override
    public String toString() {
        var cpu = cpuMicros == 0 ? "" : String.format(Locale.ROOT, ", %.0f us cpu", cpuMicros);
        return String.format(Locale.ROOT, "%6.0f/s (p99 %.2f ms%s)", perSecond, p99Millis, cpu);
    }
}
