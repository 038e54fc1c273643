package dev.balancerdeployer.weights;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What changes are made with. */
record Workshop(
        Stores stores,
        Publication publication,
        Finishing finishing,
        Turns turns,
        WeightSignals signals,
        Pace pace,
        RandomGenerator random) {

    BackOff backOff() {
        return new BackOff(random);
    }

    ShiftId newShiftId() {
        return new ShiftId(hex(12));
    }

    String newAttempt() {
        return hex(16);
    }

    private String hex(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The version that a request wants back; null: none is wanted, or it is not there. */
    @Nullable Line lineToRevertTo(ChangeRequest request) {
        return request.change() instanceof Change.Revert revert
                ? new Lines(stores).find(request.config(), revert.version()).orElse(null)
                : null;
    }
}
