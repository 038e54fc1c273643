package dev.balancerdeployer.delivery.registry.mongo;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Grant;
import dev.balancerdeployer.coordination.ItsPath;
import dev.balancerdeployer.coordination.ItsValues;
import dev.balancerdeployer.coordination.RunGuards;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.coordination.WriteGuard.Clearance;
import dev.balancerdeployer.coordination.mongo.MongoAdapters;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.AwacsNamespace;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.Trouble;
import dev.balancerdeployertest.VirtualMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run with a permit, a switch and a namespace of its own that checks and then writes once. It
 * stands still before any one command that it sends meanwhile.
 */
final class StallingRun {

    static final Duration TTL = Duration.ofSeconds(30);

    private static final AttemptId ATTEMPT = new AttemptId("attempt");

    private final VirtualMongo mongo;
    private final ProtectedWrite write;
    private final MongoAdapters adapters;
    private final Awacs awacs;
    private final String id = UUID.randomUUID().toString();
    private final SemaphoreName semaphore = new SemaphoreName("s-" + id);
    private final ItsPath flag = new ItsPath("flags/" + id);
    private final NamespaceId namespace = new NamespaceId("n-" + id);
    private final Grant grant;
    private final Optional<AwacsNamespace> before;

    private int sent;

    StallingRun(VirtualMongo mongo, ProtectedWrite write) {
        this.mongo = mongo;
        this.write = write;
        var store = new Store(mongo.database("stalls"));
        adapters = MongoAdapters.of(store);
        awacs = MongoRegistries.on(store, adapters.time());
        mongo.beforeEachCommand(() -> {});
        adapters.semaphores().ensure(semaphore, 1);
        adapters.values().create(flag, "{\"enabled\": true}", Actor.self(), null);
        write.prepare(awacs, namespace);
        grant = acquire();
        before = awacs.find(namespace);
        mongo.beforeEachCommand(() -> sent++);
    }

    private Grant acquire() {
        var attempt = UUID.randomUUID().toString().replace("-", "");
        var request = new Semaphores.Request(semaphore, attempt, "host", 1, TTL, null, false);
        return ((Semaphores.Outcome.Granted) adapters.semaphores().acquire(request)).grant();
    }

    /** Something happens while it stands still before that command of its, counted from 0. */
    void stallBefore(int command, Runnable meanwhile) {
        mongo.beforeEachCommand(() -> {
            if (sent++ == command) {
                mongo.beforeEachCommand(() -> {});
                meanwhile.run();
            }
        });
    }

    /** The driver gives that command up, and it is left on its way. */
    void leaveOnItsWay(int command) {
        mongo.troubles(() -> sent == command + 1 ? Trouble.LATE : Trouble.NONE);
    }

    /** How many commands it has sent, up to its stall. */
    int sent() {
        return sent;
    }

    Clearance check() {
        return RunGuards.of(adapters, flag, grant.fence()).clear();
    }

    /** Empty if the check refuses. */
    Optional<Awacs.Outcome> checkAndWrite() {
        return switch (check()) {
            case Clearance.Cleared it -> Optional.of(write(it.notAfter()));
            case Clearance.Refused _ -> Optional.empty();
        };
    }

    Awacs.Outcome write(@Nullable Instant notAfter) {
        return write.send(awacs, namespace, new Safeguard(ATTEMPT, grant.fence(), notAfter));
    }

    Awacs.Outcome raiseFence() {
        return awacs.raiseFence(namespace, grant.fence());
    }

    /** Whether the write has changed anything, or ever will be said to have. */
    boolean landed() {
        return awacs.attempt(namespace, ATTEMPT).isPresent()
                || !awacs.find(namespace).equals(before);
    }

    // ---- what others do meanwhile

    /** Acknowledged when it returns. */
    void flipTheSwitch() {
        var outcome =
                adapters.values().replace(flag, 1, "{\"enabled\": false}", Actor.self(), null);
        if (!(outcome instanceof ItsValues.Outcome.Saved)) {
            throw new AssertionError(outcome);
        }
    }

    void breakTheSemaphore() {
        var _ = adapters.semaphores().breakHolders(semaphore).orElseThrow();
    }

    void release() {
        adapters.semaphores().release(grant);
    }

    /** Another run gets the permit and begins with the namespace. */
    void isSucceeded() {
        var outcome = awacs.raiseFence(namespace, acquire().fence());
        if (!(outcome instanceof Awacs.Outcome.Done)) {
            throw new AssertionError(outcome);
        }
    }
}
