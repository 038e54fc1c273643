package dev.balancerdeployer.delivery.registry.mongo;

import dev.balancerdeployertest.MutableClock;
import dev.balancerdeployertest.VirtualMongo;
import java.time.Duration;

/**
 * Four ways in which a holder that has lost its lock does harm (P-L2, P-L3). Each says whether it
 * did. Two processes of one host contend for one lock of 30 s.
 */
final class StaleHolderScenarios {

    private static final Duration TTL = Duration.ofSeconds(30);

    private final MutableClock serverClock;
    private final Contender first;
    private final Contender second;

    /** One process, with a lock library of its own. */
    interface Contender {

        boolean lock(Duration ttl);

        void unlock();

        boolean extend(Duration ttl);

        void moveClock(Duration by);

        /** Replaces the one text that the lock is there for, whatever it is by now. */
        void write(String text);

        String read();
    }

    /** Makes contenders of a kind. */
    interface Kind {

        Contender contender(VirtualMongo mongo, MutableClock serverClock);
    }

    StaleHolderScenarios(VirtualMongo mongo, MutableClock serverClock, Kind kind) {
        this.serverClock = serverClock;
        this.first = kind.contender(mongo, serverClock);
        this.second = kind.contender(mongo, serverClock);
    }

    private void takeOver() {
        require(first.lock(TTL));
        serverClock.advance(TTL.plusSeconds(1));
        require(second.lock(TTL));
    }

    private static void require(boolean held) {
        if (!held) {
            throw new AssertionError("the lock was to be had");
        }
    }

    /** The first one frees the lock of its successor, so that a third gets it as well. */
    boolean staleUnlockFreesTheSuccessor() {
        takeOver();
        first.unlock();
        return first.lock(TTL);
    }

    /** The first one extends what is its successor's by now. */
    boolean expiredExtensionIsTaken() {
        takeOver();
        return first.extend(TTL.multipliedBy(2));
    }

    /** The clock of the second one is fast: it takes what is still held. */
    boolean fastClockTakesALiveLock() {
        require(first.lock(TTL));
        second.moveClock(TTL.plusSeconds(1));
        return second.lock(TTL);
    }

    /** The first one stalls between its check and its write, and so writes after its successor. */
    boolean staleWriteLandsOnTheSuccessors() {
        takeOver();
        second.write("second");
        first.write("first");
        return second.read().equals("first");
    }
}
