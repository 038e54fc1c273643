package dev.balancerdeployer.coordination;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes ids for attempts to acquire: 128 random bits, in hex. */
record AttemptIds(RandomGenerator random) {

    String next() {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
