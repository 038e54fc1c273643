package dev.balancerdeployer.weights;

import java.math.BigDecimal;

/**
 * A weight as somebody wishes it: 0 to 1 000 000, with at most 6 decimals, exact (SPEC W5).
 *
 * @param millionths what it is, times 1 000 000
 */
public record Weight(long millionths) implements Comparable<Weight> {

    /** The largest, as a number. */
    public static final long MAX = 1_000_000;

    /** The decimals that count. */
    public static final int DECIMALS = 6;

    private static final BigDecimal LARGEST = BigDecimal.valueOf(MAX);
    private static final String EXPECTED = "a number from 0 to 1000000 with at most 6 decimals";

    public Weight {
        if (millionths < 0 || millionths > MAX * 1_000_000) {
            throw new IllegalArgumentException(
                    "%d millionths (expected: %s)".formatted(millionths, EXPECTED));
        }
    }

    /**
     * The weight of a number; trailing zeros do not count.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static Weight of(BigDecimal number) {
        // first, for it is cheap: 1e999999999 must not be written out
        if (number.signum() < 0 || number.compareTo(LARGEST) > 0) {
            throw refused(number);
        }
        if (number.signum() == 0) {
            return new Weight(0);
        }
        // a positive number with that exponent is too small, or has zeros without end
        if (number.precision() - (long) number.scale() < -DECIMALS || number.precision() > 10_000) {
            throw refused(number);
        }
        var plain = number.stripTrailingZeros();
        if (plain.scale() > DECIMALS) {
            throw refused(number);
        }
        return new Weight(plain.movePointRight(DECIMALS).longValueExact());
    }

    public static Weight of(long number) {
        return of(BigDecimal.valueOf(number));
    }

    /** The shortest exact form, such as {@code 33.5}. */
    public BigDecimal number() {
        return millionths == 0
                ? BigDecimal.ZERO
                : new BigDecimal(
                        BigDecimal.valueOf(millionths, DECIMALS)
                                .stripTrailingZeros()
                                .toPlainString());
    }

    private static IllegalArgumentException refused(BigDecimal number) {
        var text = number.precision() > 40 ? "that number" : number.toString();
        return new IllegalArgumentException("%s (expected: %s)".formatted(text, EXPECTED));
    }

    @Override
    public int compareTo(Weight other) {
        return Long.compare(millionths, other.millionths);
    }

    @Override
    public String toString() {
        return number().toPlainString();
    }
}
