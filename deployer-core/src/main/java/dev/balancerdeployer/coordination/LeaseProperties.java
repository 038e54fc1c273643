package dev.balancerdeployer.coordination;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How leases are kept (SPEC C2), as configured.
 *
 * @param ttl how long a permit outlives a crashed holder: 1 s to 2 h
 * @param renew how often it is renewed; 10 s, but a third of a ttl under 30 s
 * @param fenceAfter how long after the sending of the last renewal that succeeded the holder stops
 *     by itself; 24 s, but four fifths of a ttl under 30 s
 */
@ConfigurationProperties("deployer.lease")
record LeaseProperties(
        @DefaultValue("30s") Duration ttl,
        @Nullable Duration renew,
        @Nullable Duration fenceAfter) {

    LeaseTiming timing() {
        return new LeaseTiming(
                ttl,
                renew != null ? renew : shorter(Duration.ofSeconds(10), ttl.dividedBy(3)),
                fenceAfter != null
                        ? fenceAfter
                        : shorter(Duration.ofSeconds(24), ttl.multipliedBy(4).dividedBy(5)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
