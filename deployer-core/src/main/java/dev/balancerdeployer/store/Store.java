package dev.balancerdeployer.store;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoDatabase;
import dev.balancerdeployer.coordination.StoreUnavailable;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.util.function.Supplier;

/**
 * The database as our adapters use it: writes are acknowledged by a majority, reads see what a
 * majority has and come from the primary (SPEC C8). Thread-safe.
 */
public final class Store {

    private final MongoDatabase database;
    private final Gate gate;

    public Store(MongoDatabase database) {
        this(database, Gate.open());
    }

    Store(MongoDatabase database, Gate gate) {
        this.database = strict(database);
        this.gate = gate;
    }

    /** With the concerns of ours. */
    static MongoDatabase strict(MongoDatabase database) {
        return database.withWriteConcern(WriteConcern.MAJORITY)
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary());
    }

    /** A collection by name; it need not exist. Talks to nobody yet. */
    public Documents collection(String name) {
        return new Documents(database.getCollection(name), this);
    }

    /**
     * The database itself, with the concerns above, for commands and GridFS; what asks it goes
     * through {@link #call}.
     */
    public MongoDatabase database() {
        return database;
    }

    /**
     * Runs a call of the driver, unless the database is known to be away.
     *
     * @param what an action for the message, such as {@code read things}
     * @throws StoreUnavailable if it failed; a change may or may not have happened
     */
    public <T> T call(String what, Supplier<T> operation) {
        try {
            return gate.pass(operation);
        } catch (CallNotPermittedException e) {
            throw StoreUnavailable.unsent("could not " + what + ", the database is away", e);
        } catch (MongoException e) {
            throw new StoreUnavailable("could not " + what, e);
        }
    }
}
