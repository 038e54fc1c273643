package dev.balancerdeployer.store;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoDatabase;

/**
 * The database as our adapters use it: writes are acknowledged by a majority, reads see what a
 * majority has and come from the primary (SPEC C8). Thread-safe.
 */
public final class Store {

    private final MongoDatabase database;

    public Store(MongoDatabase database) {
        this.database =
                database.withWriteConcern(WriteConcern.MAJORITY)
                        .withReadConcern(ReadConcern.MAJORITY)
                        .withReadPreference(ReadPreference.primary());
    }

    /** A collection by name; it need not exist. Talks to nobody yet. */
    public Documents collection(String name) {
        return new Documents(database.getCollection(name));
    }

    /** The database itself, with the concerns above, for commands and GridFS. */
    public MongoDatabase database() {
        return database;
    }
}
