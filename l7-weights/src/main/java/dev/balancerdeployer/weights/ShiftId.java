package dev.balancerdeployer.weights;

import java.util.regex.Pattern;

/** Id of a shift: 1 to 64 of {@code [A-Za-z0-9_-]}. */
public record ShiftId(String value) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public ShiftId {
        if (!ID.matcher(value).matches()) {
            throw new IllegalArgumentException("shift_id: (expected: %s)".formatted(ID.pattern()));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
