package dev.balancerdeployer.weights;

import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes whole points that sum up to exactly 100 of any weights (SPEC W5). Exact: a weight is a
 * whole number of millionths, at most 10^12, so 100 times the sum of 100 of them is far below 2^63.
 *
 * <p>A location that has a weight keeps at least one point; the others get their quota by the
 * method of the largest remainder. What is normalised already stays as it is.
 */
public final class Normalisation {

    /** What all locations of a component have together. */
    public static final int POINTS = 100;

    /** More locations than that cannot have a point each. */
    public static final int MAX_ACTIVE = 100;

    private Normalisation() {}

    /**
     * Normalises one component.
     *
     * @param weights of its locations; at least one and at most {@link #MAX_ACTIVE} are not 0, see
     *     {@link #active}
     */
    public static NavigableMap<Location, Integer> of(SortedMap<Location, Weight> weights) {
        var millionths = weights.values().stream().mapToLong(Weight::millionths).toArray();
        var points = points(millionths);
        var result = new TreeMap<Location, Integer>();
        var at = 0;
        for (var location : weights.keySet()) {
            result.put(location, points[at++]);
        }
        return Collections.unmodifiableNavigableMap(result);
    }

    /** As {@link #of}, for weights that are whole points. */
    static NavigableMap<Location, Integer> ofPoints(SortedMap<Location, Integer> weights) {
        var exact = new TreeMap<Location, Weight>();
        weights.forEach((location, it) -> exact.put(location, whole(it)));
        return of(exact);
    }

    /** Points as a weight. */
    static Weight whole(int points) {
        return new Weight(points * 1_000_000L);
    }

    /** How many locations are not at 0. */
    static long active(SortedMap<Location, Weight> weights) {
        return weights.values().stream().filter(it -> it.millionths() > 0).count();
    }

    /**
     * The arithmetic.
     *
     * @param weights in the order in which ties are broken; each at most 10^12
     */
    static int[] points(long[] weights) {
        var active = Arrays.stream(weights).filter(it -> it > 0).count();
        if (active == 0 || active > MAX_ACTIVE) {
            throw new IllegalArgumentException(
                    "%d locations are not 0 (expected: 1..%d)".formatted(active, MAX_ACTIVE));
        }
        var points = new int[weights.length];
        var left = lift(weights, points);
        share(weights, points, left);
        return points;
    }

    /**
     * Gives one point to each location whose quota of what is left is below one, until there is
     * none.
     *
     * @return the points left for the rest
     */
    private static int lift(long[] weights, int[] points) {
        var left = POINTS;
        while (true) {
            var sum = sumOfRest(weights, points);
            var lifted = 0;
            for (var i = 0; i < weights.length; i++) {
                if (weights[i] > 0 && points[i] == 0 && left * weights[i] < sum) {
                    points[i] = 1;
                    lifted++;
                }
            }
            if (lifted == 0) {
                return left;
            }
            left -= lifted;
        }
    }

    /** Floors of the quotas, and what is over to the largest remainders. */
    private static void share(long[] weights, int[] points, int left) {
        var sum = sumOfRest(weights, points);
        var remainders = new long[weights.length];
        Arrays.fill(remainders, -1);
        var over = left;
        for (var i = 0; i < weights.length; i++) {
            if (weights[i] > 0 && points[i] == 0) {
                remainders[i] = left * weights[i] % sum;
                points[i] = (int) (left * weights[i] / sum);
                over -= points[i];
            }
        }
        for (; over > 0; over--) {
            var best = 0;
            for (var i = 1; i < remainders.length; i++) {
                if (remainders[i] > remainders[best]) {
                    best = i;
                }
            }
            points[best]++;
            remainders[best] = -1;
        }
    }

    /** Of those that have no points yet. */
    private static long sumOfRest(long[] weights, int[] points) {
        var sum = 0L;
        for (var i = 0; i < weights.length; i++) {
            if (points[i] == 0) {
                sum += weights[i];
            }
        }
        return sum;
    }
}
