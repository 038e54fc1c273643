package dev.balancerdeployer.delivery.git;

import java.util.function.LongSupplier;

/**
 * What reading and writing of the config repository have in common.
 *
 * @param transfers keeps fetches and pushes apart
 * @param nanos monotonic
 */
record GitSource(
        GitProperties settings,
        RemoteAccess access,
        Mirror mirror,
        Inspector inspector,
        SourceTrees trees,
        OneAtATime transfers,
        LongSupplier nanos)
        implements AutoCloseable {

    @Override
    public void close() {
        mirror.close();
        access.ssh().close();
    }
}
