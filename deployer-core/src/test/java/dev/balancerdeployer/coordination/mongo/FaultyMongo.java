package dev.balancerdeployer.coordination.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A database whose calls go wrong as the test says. Thread-safe. */
final class FaultyMongo {

    private static final Set<String> CALLS =
            Set.of("find", "insertOne", "replaceOne", "findOneAndUpdate", "deleteMany");

    private final MongoDatabase real;
    private final Function<String, Fault> faults;
    private final Queue<Call> late = new ConcurrentLinkedQueue<>();

    /**
     * @param faults asked before each call, with {@code COLLECTION.METHOD}
     */
    FaultyMongo(MongoDatabase real, Function<String, Fault> faults) {
        this.real = real;
        this.faults = faults;
    }

    /** What goes wrong with one call. */
    enum Fault {
        NONE,
        /** It never arrives. */
        REQUEST_LOST,
        /** It is done, but nobody hears of it. */
        ANSWER_LOST,
        /** The driver repeats it by itself and hears of the second time only. */
        SENT_TWICE,
        /** It is given up, and done at the next {@link FaultyMongo#landLate}. */
        LATE
    }

    MongoDatabase database() {
        return (MongoDatabase) wrapped(real, MongoDatabase.class);
    }

    /** Does what was given up. */
    void landLate() {
        for (var call = late.poll(); call != null; call = late.poll()) {
            try {
                call.make();
            } catch (MongoException _) {
                // a late insert of what is there by now: nobody waits for the answer
            }
        }
    }

    private Object wrapped(Object target, Class<?> type) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> {
                    Call call = () -> invoke(target, method, arguments);
                    var answer =
                            target instanceof MongoCollection<?> collection
                                            && CALLS.contains(method.getName())
                                    ? make(call, name(collection, method))
                                    : call.make();
                    return switch (answer) {
                        case MongoDatabase database -> wrapped(database, MongoDatabase.class);
                        case MongoCollection<?> it -> wrapped(it, MongoCollection.class);
                        case null, default -> answer;
                    };
                });
    }

    private static String name(MongoCollection<?> collection, Method method) {
        return collection.getNamespace().getCollectionName() + "." + method.getName();
    }

    private @Nullable Object make(Call call, String name) {
        return switch (faults.apply(name)) {
            case NONE -> call.make();
            case REQUEST_LOST -> throw new MongoException("request lost: " + name);
            case ANSWER_LOST -> {
                call.make();
                throw new MongoException("answer lost: " + name);
            }
            case SENT_TWICE -> {
                call.make();
                yield call.make();
            }
            case LATE -> {
                late.add(call);
                throw new MongoException("given up: " + name);
            }
        };
    }

    private static @Nullable Object invoke(
            Object target, Method method, Object @Nullable [] arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private interface Call {
        @Nullable Object make();
    }
}
