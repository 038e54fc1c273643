package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.ItsValues.Outcome.Saved;
import dev.balancerdeployer.coordination.JobEntry.Running;
import dev.balancerdeployer.coordination.Semaphores.Outcome.Granted;
import dev.balancerdeployer.coordination.Semaphores.Outcome.Waiting;
import dev.balancerdeployer.coordination.Semaphores.Request;
import dev.balancerdeployer.coordination.mongo.MongoAdapters;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.Fault;
import dev.balancerdeployertest.TestMongo;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each kind of change, with the connection lost at each of its commands in turn, and the same call
 * made again until it is answered (P-L9): it has happened once, and nothing leaks.
 */
@ParameterizedClass
@EnumSource(
        value = Fault.Plain.class,
        names = {"DROP_REQUEST", "DROP_REPLY"})
class LostAnswersTest {

    private static final TestMongo MONGO =
            TestMongo.throughProxy("retryWrites=false&retryReads=false");
    private static final MongoAdapters DIRECT = MongoAdapters.of(new Store(MONGO.direct()));
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Actor ANN = new Actor("ann", null);
    private static final Replica REPLICA = new Replica("host", "host/1/x");

    private final Fault fault;

    LostAnswersTest(Fault.Plain fault) {
        this.fault = fault;
    }

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Test
    void grantsOnce() {
        atEachCommand(it -> {
            var grant = granted(it.insist(() -> it.semaphores().acquire(it.request)));

            assertThat(grant.fence().number()).isEqualTo(1);
            assertThat(it.view().fence()).isEqualTo(1);
            assertThat(DIRECT.used(it.name)).isEqualTo(1);
        });
    }

    @Test
    void grantsOnceFromTheLineAfterReapingADeadHolder() {
        atEachCommand(it -> {
            it.grantedElsewhere();
            DIRECT.semaphores().acquire(it.request);
            DIRECT.age(it.name, Duration.ofSeconds(9));
            DIRECT.semaphores().acquire(it.request);
            DIRECT.age(it.name, Duration.ofSeconds(9));
            DIRECT.semaphores().acquire(it.request);
            DIRECT.age(it.name, Duration.ofSeconds(9));
            DIRECT.semaphores().acquire(it.request);
            DIRECT.age(it.name, Duration.ofSeconds(9));

            var grant = granted(it.insist(() -> it.semaphores().acquire(it.request)));

            assertThat(grant.fence().number()).isEqualTo(2);
            assertThat(it.view().waiting()).isEmpty();
            assertThat(DIRECT.used(it.name)).isEqualTo(1);
        });
    }

    @Test
    void takesOnePlaceInTheLine() {
        atEachCommand(it -> {
            it.grantedElsewhere();

            var outcome = it.insist(() -> it.semaphores().acquire(it.request));

            assertThat(outcome).isInstanceOf(Waiting.class);
            assertThat(it.view().waiting()).hasSize(1);
        });
    }

    @Test
    void leavesTheLine() {
        atEachCommand(it -> {
            it.grantedElsewhere();
            DIRECT.semaphores().acquire(it.request);

            it.insist(() -> {
                it.semaphores().leave(it.name, it.request.attempt());
                return true;
            });

            assertThat(it.view().waiting()).isEmpty();
            assertThat(DIRECT.used(it.name)).isEqualTo(1);
        });
    }

    @Test
    void renews() {
        atEachCommand(it -> {
            var grant = granted(DIRECT.semaphores().acquire(it.request));
            DIRECT.age(it.name, Duration.ofSeconds(20));

            var renewed = it.insist(() -> it.semaphores().renew(grant, null)).orElseThrow();

            assertThat(renewed.fence()).isEqualTo(grant.fence());
            assertThat(renewed.expiresAt()).isAfterOrEqualTo(grant.expiresAt());
            assertThat(DIRECT.used(it.name)).isEqualTo(1);
        });
    }

    @Test
    void releasesAndNeverTheSuccessorsPermit() {
        atEachCommand(it -> {
            var grant = granted(DIRECT.semaphores().acquire(it.request));

            it.insist(() -> it.semaphores().release(grant));
            assertThat(DIRECT.used(it.name)).isZero();
            var successor = it.grantedElsewhere();

            assertThat(DIRECT.semaphores().release(grant)).isFalse();
            assertThat(DIRECT.semaphores().current(successor.fence())).isPresent();
            assertThat(DIRECT.used(it.name)).isEqualTo(1);
        });
    }

    @Test
    void reaps() {
        atEachCommand(it -> {
            it.grantedElsewhere();
            DIRECT.age(it.name, TTL);

            it.insist(() -> it.semaphores().reap(it.name));

            assertThat(it.view().holders()).isEmpty();
            assertThat(DIRECT.used(it.name)).isZero();
        });
    }

    /** A repeated break raises the fence once more; nothing is granted between the two. */
    @Test
    void breaks() {
        atEachCommand(it -> {
            it.grantedElsewhere();

            it.insist(() -> it.semaphores().breakHolders(it.name));

            assertThat(it.view().holders()).isEmpty();
            assertThat(it.view().fence()).isBetween(2L, 3L);
            assertThat(DIRECT.used(it.name)).isZero();
        });
    }

    @Test
    void createsReplacesAndDeletesAValueOnce() {
        atEachCommand(it -> {
            it.insist(() -> it.through.values().create(it.path, "1", ANN, null));

            assertThat(it.lines()).containsExactly("1 1");
        });
        atEachCommand(it -> {
            DIRECT.values().create(it.path, "1", ANN, null);

            var saved = it.insist(() -> it.through.values().replace(it.path, 1, "2", ANN, null));

            assertThat(saved).isEqualTo(new Saved(DIRECT.values().find(it.path).orElseThrow()));
            assertThat(it.lines()).containsExactly("2 2", "1 1");
        });
        atEachCommand(it -> {
            DIRECT.values().create(it.path, "1", ANN, null);

            var deleted = it.insist(() -> it.through.values().delete(it.path, 1, ANN, null));

            assertThat(deleted).isInstanceOf(Saved.class);
            assertThat(it.lines()).containsExactly("2 null", "1 1");
        });
    }

    @Test
    void claimsAFireOnce() {
        atEachCommand(it -> {
            var key = DIRECT.time().now().truncatedTo(ChronoUnit.MILLIS);

            it.insist(() -> it.book().fire(it.job, key));

            assertThat(it.entry().runs()).isEqualTo(1);
            assertThat(it.plan().fires()).containsExactly(key);
        });
    }

    @Test
    void joinsARequestToOneRun() {
        atEachCommand(it -> {
            var request = new JobRequest(it.id, it.job, Run.Trigger.REQUEST, "ann", "because");

            var run = it.insist(() -> it.book().request(request));

            assertThat(run).isEqualTo(JobEntry.runId(it.job, 1));
            assertThat(it.entry().runs()).isEqualTo(1);
            assertThat(it.plan().requests()).containsExactly(it.id);
        });
    }

    @Test
    void startsARunOnce() {
        atEachCommand(it -> {
            it.requested();

            var start = it.insist(() -> it.book().start(it.job, it.run(), it.fence()));

            assertThat(start.running()).isEqualTo(it.entry().running());
            assertThat(it.entry().running()).extracting(Running::fence).isEqualTo(it.fence());
            assertThat(it.entry().waiting()).isNull();
            assertThat(it.entry().ended()).isEmpty();
        });
    }

    @Test
    void finishesARunOnce() {
        atEachCommand(it -> {
            it.requested();
            it.bookDirect().start(it.job, it.run(), it.fence());

            it.insist(() -> {
                it.book().finish(it.job, it.run(), RunResult.succeeded("did it"), false);
                return true;
            });

            assertThat(it.entry()).isEqualTo(new JobEntry(it.job, 1, null, null, null, List.of()));
            assertThat(DIRECT.ledger().filed(it.run())).map(Run::reason).contains("did it");
            assertThat(DIRECT.ledger().isOpen(it.id)).isFalse();
        });
    }

    @Test
    void appendsAChangeOnce() {
        atEachCommand(it -> {
            var change = new RunChange("KIND", "maps", "sas", "detail");

            it.insist(() -> {
                it.through.ledger().append(it.run(), 1, change);
                return true;
            });

            assertThat(DIRECT.ledger().changes(it.run())).containsExactly(change);
        });
    }

    @Test
    void recordsAnEntryOfTheAuditLogOnce() {
        atEachCommand(it -> {
            var target = "its/" + it.id;

            it.insist(() -> {
                it.through.audit().record(Audit.Entry.done(ANN, "ITS_PUT", target, null));
                return true;
            });

            var all = new Audit.Filter(null, target, null, null, null);
            assertThat(DIRECT.audit().find(all, PageRequest.first(10)).items()).hasSize(1);
        });
    }

    /** Until the fault comes after the last command. */
    private void atEachCommand(Consumer<Scene> story) {
        var proxy = MONGO.proxy();
        var n = 0;
        do {
            n++;
            story.accept(new Scene(n));
        } while (proxy.unmet() == 0);
        proxy.heal();
        assertThat(n).isGreaterThan(1);
    }

    private static Grant granted(Semaphores.Outcome outcome) {
        return ((Granted) outcome).grant();
    }

    /** Names of its own, and adapters that meet a fault at their n-th command. */
    private final class Scene {

        private final String id = UUID.randomUUID().toString().replace("-", "");
        private final SemaphoreName name = new SemaphoreName(id);
        private final Request request = request("waiter");
        private final ItsPath path = new ItsPath("lost/" + id);
        private final JobName job = new JobName("j" + id);
        private final MongoAdapters through = MongoAdapters.of(new Store(MONGO.database()));
        private final int n;
        private boolean failing;

        Scene(int n) {
            this.n = n;
            DIRECT.semaphores().ensure(name, 1);
        }

        Semaphores semaphores() {
            return through.semaphores();
        }

        /** Makes the call until it is answered; the first time with the fault. */
        <T> T insist(Supplier<T> call) {
            assertThat(failing).isFalse();
            failing = true;
            MONGO.proxy().onNth(n, it -> !it.isOfTheDriver(), fault);
            for (var tries = 0; tries < 10; tries++) {
                try {
                    return call.get();
                } catch (StoreUnavailable _) {
                    // not known what became of it
                }
            }
            throw new AssertionError("never answered");
        }

        Grant grantedElsewhere() {
            return granted(DIRECT.semaphores().acquire(request("other")));
        }

        private Request request(String owner) {
            var attempt = new AttemptIds(new Random()).next();
            return new Request(name, attempt, owner, 1, TTL, null, true);
        }

        SemaphoreView view() {
            return DIRECT.semaphores().find(name).orElseThrow();
        }

        List<String> lines() {
            var history = DIRECT.values().history(path, PageRequest.first(10)).orElseThrow();
            return history.items().stream().map(it -> it.version() + " " + it.json()).toList();
        }

        Bookkeeper book() {
            return new Bookkeeper(through.ledger(), through.time(), REPLICA);
        }

        Bookkeeper bookDirect() {
            return new Bookkeeper(DIRECT.ledger(), DIRECT.time(), REPLICA);
        }

        void requested() {
            bookDirect().request(new JobRequest(id, job, Run.Trigger.REQUEST, "ann", null));
        }

        RunId run() {
            return JobEntry.runId(job, 1);
        }

        Fence fence() {
            return new Fence(name, 7);
        }

        JobEntry entry() {
            return DIRECT.ledger().find(job).orElseThrow().entry();
        }

        PlannedRun plan() {
            return bookDirect().mine(job).orElseThrow();
        }
    }
}
