package dev.balancerdeployer.coordination;

import java.util.regex.Pattern;

/**
 * Path of an ITS value: 1..8 segments of {@code [A-Za-z0-9_.-]{1,64}}, none {@code .} or {@code
 * ..}.
 */
public record ItsPath(String value) {

    private static final Pattern PATH =
            Pattern.compile("[A-Za-z0-9_.-]{1,64}(/[A-Za-z0-9_.-]{1,64}){0,7}");

    private static final String RESERVED = "l7heavy/";

    public ItsPath {
        var plain = PATH.matcher(value).matches();
        for (var segment : value.split("/", -1)) {
            plain &= !segment.equals(".") && !segment.equals("..");
        }
        if (!plain || value.equals("history") || value.endsWith("/history")) {
            throw new IllegalArgumentException(
                    "path: not an ITS path (expected: 1..8 segments of [A-Za-z0-9_.-]{1,64}, none '.' or"
                            + " '..', the last not 'history')");
        }
    }

    /** Whether only the product itself writes there: what is current of the weights (SPEC W4). */
    public boolean isReserved() {
        return value.startsWith(RESERVED);
    }

    @Override
    public String toString() {
        return value;
    }
}
