package dev.balancerdeployer.weights;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What SPEC W5 says, once more and in its own words, with fractions of large integers; slow.
 * Independent of {@link Normalisation}.
 */
final class FractionNormalisation {

    private FractionNormalisation() {}

    static Map<Location, Integer> of(SortedMap<Location, Weight> weights) {
        var result = new LinkedHashMap<Location, Integer>();
        weights.keySet().forEach(it -> result.put(it, 0));
        var nonZero = new LinkedHashMap<Location, BigInteger>();
        weights.forEach((location, it) -> {
            if (it.millionths() != 0) {
                nonZero.put(location, BigInteger.valueOf(it.millionths()));
            }
        });
        var total = 100;
        List<Location> small;
        do {
            small = new ArrayList<>();
            for (var location : nonZero.keySet()) {
                if (quota(location, nonZero, total).isBelowOne()) {
                    small.add(location);
                }
            }
            for (var location : small) {
                result.put(location, 1);
            }
            small.forEach(nonZero::remove);
            total -= small.size();
        } while (!small.isEmpty());

        var quotas = new LinkedHashMap<Location, Quota>();
        for (var location : nonZero.keySet()) {
            quotas.put(location, quota(location, nonZero, total));
        }
        var over = total;
        for (var entry : quotas.entrySet()) {
            result.put(entry.getKey(), entry.getValue().floor());
            over -= entry.getValue().floor();
        }
        quotas.entrySet().stream()
                .sorted(
                        Comparator.comparing((Map.Entry<Location, Quota> it) ->
                                        it.getValue().remainder())
                                .reversed()
                                .thenComparing(it -> it.getKey().value()))
                .limit(over)
                .forEach(it -> result.merge(it.getKey(), 1, Integer::sum));
        return result;
    }

    private static Quota quota(Location location, Map<Location, BigInteger> of, int total) {
        var sum = of.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        return new Quota(requireNonNull(of.get(location)).multiply(BigInteger.valueOf(total)), sum);
    }

    private record Quota(BigInteger numerator, BigInteger denominator) {

        boolean isBelowOne() {
            return numerator.compareTo(denominator) < 0;
        }

        int floor() {
            return numerator.divide(denominator).intValueExact();
        }

        /** Comparable, for all quotas that are compared have one denominator. */
        BigInteger remainder() {
            return numerator.mod(denominator);
        }
    }
}
