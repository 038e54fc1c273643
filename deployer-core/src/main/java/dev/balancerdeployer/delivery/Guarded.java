package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outermost frame of a run's loop over namespaces: one's trouble does not stop the others. */
final class Guarded {

    private static final Logger log = LoggerFactory.getLogger(Guarded.class);

    private Guarded() {}

    /** What is done with one namespace. */
    interface Work {

        void go() throws InterruptedException;
    }

    /**
     * Does it.
     *
     * @throws StoreUnavailable if the store did not answer: that ends the run
     */
    static void run(NamespaceId id, DeliveryRun done, Work work) throws InterruptedException {
        try {
            work.go();
        } catch (StoreUnavailable e) {
            throw e;
        } catch (AwacsUnavailable | SourceUnavailable e) {
            log.warn("{}: {}", id, e.getMessage());
            done.failed(id, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("{}: the run could not handle this namespace", id, e);
            done.failed(id, "an internal error, see the log");
        }
    }
}
