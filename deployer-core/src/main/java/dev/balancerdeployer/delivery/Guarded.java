package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outermost frame of a run's loop over namespaces: one's trouble does not stop the others. */
final class Guarded {

    private static final Logger log = LoggerFactory.getLogger(Guarded.class);

    static final String BROKEN = "an internal error, see the log";

    private Guarded() {}

    /** What became of the work. */
    enum Ending {
        DONE,
        /** The next run may have more luck. */
        UNAVAILABLE,
        /** It would fail again. */
        BROKEN
    }

    /** What is done with one namespace. */
    interface Work {

        void go() throws InterruptedException;
    }

    /**
     * Does it.
     *
     * @return what became of it
     * @throws StoreUnavailable if the store did not answer: that ends the run
     */
    static Ending run(NamespaceId id, DeliveryRun done, Work work) throws InterruptedException {
        try {
            work.go();
            return Ending.DONE;
        } catch (StoreUnavailable e) {
            throw e;
        } catch (AwacsUnavailable | SourceUnavailable e) {
            log.warn("{}: {}", id, e.getMessage());
            done.failed(id, String.valueOf(e.getMessage()));
            return Ending.UNAVAILABLE;
        } catch (RuntimeException e) {
            log.error("{}: the run could not handle this namespace", id, e);
            done.failed(id, BROKEN);
            return Ending.BROKEN;
        }
    }
}
