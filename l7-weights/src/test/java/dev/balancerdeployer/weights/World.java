package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.InMemoryItsValues;
import dev.balancerdeployer.coordination.ItsValues;
import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployertest.MutableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Weights in virtual time. Every call of a process to its stores may be the one in which it dies,
 * or whose answer is lost, before or after it happened.
 */
@NullMarked
final class World {

    final MutableClock clock = new MutableClock();
    final List<Audit.Entry> audited = new CopyOnWriteArrayList<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final Stores stores;
    private final List<Call> late = new CopyOnWriteArrayList<>();

    World() {
        this(
                new InMemoryStores.Configs(),
                new InMemoryStores.History(),
                new InMemoryStores.Answers(),
                new InMemoryStores.Shifted());
    }

    World(ConfigRecords configs, VersionHistory history, FiledAnswers answers, EndedShifts ended) {
        DatabaseTime time = clock::instant;
        stores =
                new Stores(
                        configs,
                        history,
                        answers,
                        ended,
                        new InMemoryItsValues(time),
                        time,
                        audit());
    }

    /** What happens to one call. */
    enum Fate {
        /** It is what it is. */
        WELL,
        DIES_BEFORE,
        DIES_AFTER,
        /** The store fails, and nothing happened. */
        FAILS,
        /** The store fails, and it happened. */
        LOST,
        /** The store fails, and it happens when {@link #landLate} says so. */
        LATE,
        /** It happened, but a second send of the driver finds nothing to match. */
        DENIED
    }

    /** The process is gone. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** All calls that have hung so far reach the store now. */
    void landLate() {
        var landing = List.copyOf(late);
        late.clear();
        for (var call : landing) {
            try {
                call.call();
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A call that hangs. */
    private interface Call {
        @Nullable Object call() throws Throwable;
    }

    /** A process of its own, with a store that is well. */
    Replica process() {
        return new Replica(_ -> Fate.WELL, 0);
    }

    Replica process(IntFunction<Fate> fates) {
        return new Replica(fates, 0);
    }

    PerLocation<Integer> values() {
        return stores.configs().find(Weighty.PRODUCTION).orElseThrow().config().values();
    }

    /** What one replica is made of. */
    final class Replica {

        final WeightChanges changes;
        final WeightQueries queries;
        final Reconciler reconciler;
        final ShiftEnds shiftEnds;
        final Workshop workshop;
        int calls;
        Runnable beforeReplacing = () -> {};
        boolean diesAfterReplacing;
        private final IntFunction<Fate> fates;

        /**
         * @param fates of the calls by number, from 1
         */
        Replica(IntFunction<Fate> fates, long seed) {
            this.fates = fates;
            var own =
                    new Stores(
                            treated(ConfigRecords.class, stores.configs()),
                            treated(VersionHistory.class, stores.history()),
                            treated(FiledAnswers.class, stores.answers()),
                            treated(EndedShifts.class, stores.ended()),
                            treated(ItsValues.class, stores.its()),
                            treated(DatabaseTime.class, stores.time()),
                            stores.audit());
            var publication = new Publication(own.its());
            workshop =
                    new Workshop(
                            own,
                            publication,
                            new Finishing(own, publication),
                            new Turns(),
                            signals(),
                            pace(),
                            seed == 0 ? new Random() : new Random(seed));
            changes = new WeightChanges(workshop);
            queries = new WeightQueries(own, publication);
            reconciler = new Reconciler(own, workshop.finishing());
            shiftEnds = new ShiftEnds(workshop);
        }

        private <T> T treated(Class<T> port, T real) {
            return port.cast(
                    Proxy.newProxyInstance(
                            port.getClassLoader(),
                            new Class<?>[] {port},
                            (_, method, arguments) -> {
                                if (method.getName().equals("replace")) {
                                    beforeReplacing.run();
                                }
                                var fate = fate();
                                if (fate == Fate.DIES_BEFORE) {
                                    throw new Killed();
                                }
                                if (fate == Fate.FAILS) {
                                    throw failed();
                                }
                                if (fate == Fate.LATE) {
                                    late.add(() -> invoke(real, method, arguments));
                                    throw failed();
                                }
                                var answer = invoke(real, method, arguments);
                                if (diesAfterReplacing && method.getName().equals("replace")) {
                                    throw new Killed();
                                }
                                return switch (fate) {
                                    case DIES_AFTER -> throw new Killed();
                                    case LOST -> throw failed();
                                    case DENIED -> answer instanceof Boolean ? false : answer;
                                    default -> answer;
                                };
                            }));
        }

        private synchronized Fate fate() {
            return fates.apply(++calls);
        }
    }

    private static @Nullable Object invoke(
            Object real, java.lang.reflect.Method method, @Nullable Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private WeightSignals signals() {
        return new WeightSignals() {
            @Override
            public void attempted(ConfigId config, Attempted how) {
                heard.add(how.name());
            }

            @Override
            public void published(ConfigId config, Duration afterWrite) {
                heard.add("published after " + afterWrite);
            }
        };
    }

    private static StoreUnavailable failed() {
        return new StoreUnavailable("the store failed", new IllegalStateException("test"));
    }

    private Pace pace() {
        return new Pace() {
            @Override
            public long nanos() {
                return Duration.between(java.time.Instant.EPOCH, clock.instant()).toNanos();
            }

            @Override
            public void pause(Duration length) {
                clock.advance(length.plusMillis(1));
            }
        };
    }

    private Audit audit() {
        return new Audit() {
            @Override
            public void record(Entry entry) {
                audited.add(entry);
            }

            @Override
            public Page<Recorded> find(Filter filter, PageRequest page) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
