package dev.balancerdeployer.store;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.balancerdeployer.coordination.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;

/**
 * One collection. Every document has a {@code rev} that grows with every change; {@link #insert},
 * {@link #replace} and the updates see to it. Filters must be flat, and none comes with {@code
 * upsert}. Every call answers within its time limit (10 s; 1 s for one with {@link Cas#notAfter})
 * or throws {@link StoreUnavailable}. Thread-safe.
 */
public final class Documents {

    /** The field that every compare-and-set is made on. */
    public static final String REV = "rev";

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** {@code $$NOW} is fixed when a command starts, so one with a deadline must not linger. */
    private static final Duration DEADLINE_LIMIT = Duration.ofSeconds(1);

    private final MongoCollection<Document> collection;
    private final Store store;
    private final List<IndexModel> missingIndexes;

    Documents(MongoCollection<Document> collection, Store store) {
        this(limited(collection, LIMIT), store, new CopyOnWriteArrayList<>());
    }

    private Documents(
            MongoCollection<Document> collection, Store store, List<IndexModel> missingIndexes) {
        this.collection = collection;
        this.store = store;
        this.missingIndexes = missingIndexes;
    }

    /** With the unique index on {@code _id} and {@code rev} that compare-and-set wants. */
    public Documents withRevIndex() {
        return withUnique("_id", REV);
    }

    /** With a unique index on these fields, ascending; made before the first call that follows. */
    public Documents withUnique(String... fields) {
        return with(new IndexModel(ascending(fields), new IndexOptions().unique(true)));
    }

    /**
     * With an index for finding and sorting by these fields, ascending. The embedded server has
     * none such, nor the costs of it.
     */
    public Documents withIndex(String... fields) {
        return with(new IndexModel(ascending(fields)));
    }

    private Documents with(IndexModel index) {
        var indexes = new CopyOnWriteArrayList<>(missingIndexes);
        indexes.add(index);
        return new Documents(collection, store, indexes);
    }

    private static Document ascending(String... fields) {
        var keys = new Document();
        for (var field : fields) {
            keys.append(field, 1);
        }
        return keys;
    }

    /** The same collection with another time limit for each call. */
    public Documents within(Duration limit) {
        return new Documents(limited(collection, limit), store, missingIndexes);
    }

    public Optional<Document> find(Object id) {
        return findWhere(new Document("_id", id));
    }

    /** The first match, whichever that is. */
    public Optional<Document> findWhere(Document filter) {
        return call("read", () -> Optional.ofNullable(collection.find(filter).first()));
    }

    /**
     * As {@link #find}, linearizable on a replica set, and as good as that on a server that is
     * alone (it has nobody to disagree with).
     */
    public Optional<Document> findLinearizable(Object id) {
        var filter = new Document("_id", id);
        return call(
                "read",
                () -> {
                    try {
                        var strict = collection.withReadConcern(ReadConcern.LINEARIZABLE);
                        return Optional.ofNullable(strict.find(filter).first());
                    } catch (MongoException e) {
                        if (e.getCode() != NOT_A_REPLICA_SET) {
                            throw e;
                        }
                        return Optional.ofNullable(collection.find(filter).first());
                    }
                });
    }

    private static final int NOT_A_REPLICA_SET = 123;

    /** An earlier version of the application may have made it, unique. */
    private static final Set<Integer> THERE_WITH_OTHER_OPTIONS = Set.of(85, 86);

    private static final InsertManyOptions EACH_BY_ITSELF = new InsertManyOptions().ordered(false);

    /** At most {@code limit} matches in that order. */
    public List<Document> list(Document filter, Document sort, int limit) {
        return call(
                "list",
                () -> collection.find(filter).sort(sort).limit(limit).into(new ArrayList<>()));
    }

    /**
     * Stores a new document as it is; give it {@code rev} 1 if it will ever change. False: it
     * exists.
     */
    public boolean insert(Document document) {
        try {
            return call("insert into", () -> collection.insertOne(document).wasAcknowledged());
        } catch (DuplicateKey _) {
            return false;
        }
    }

    /**
     * Stores new documents in one command, each as {@link #insert} does; those that exist stay as
     * they are. Thrown {@link StoreUnavailable}: some may be stored.
     */
    public void insertAll(List<Document> documents) {
        var _ =
                call(
                        "insert into",
                        () -> {
                            try {
                                return collection
                                        .insertMany(documents, EACH_BY_ITSELF)
                                        .wasAcknowledged();
                            } catch (MongoBulkWriteException e) {
                                if (e.getWriteConcernError() != null
                                        || !e.getWriteErrors().stream()
                                                .allMatch(it -> isDuplicate(it.getCode()))) {
                                    throw e;
                                }
                                return true;
                            }
                        });
    }

    /**
     * Replaces the whole document, {@code rev} and {@code _id} excepted. False: nothing matched.
     *
     * @throws DuplicateKey if another unique index refuses it
     */
    public boolean replace(Cas expected, Document next) {
        var replacement = new Document(next);
        replacement.append("_id", expected.id()).append(REV, expected.rev() + 1);
        var target = target(expected);
        return call(
                "replace in",
                () -> target.replaceOne(expected.filter(), replacement).getMatchedCount() == 1);
    }

    /**
     * Updates by operators; {@code rev} is raised too. Answers the document after it; empty:
     * nothing matched.
     *
     * @throws DuplicateKey if another unique index refuses it
     */
    public Optional<Document> update(Cas expected, Document operators) {
        return update(target(expected), expected.filter(), operators, after());
    }

    /**
     * As {@link #update(Cas, Document)}, for changes that are right at any {@code rev} because the
     * filter says all that matters (such as reaping by {@code $expr}).
     */
    public Optional<Document> updateWhere(Document filter, Document operators) {
        return update(collection, filter, operators, after());
    }

    /** As {@link #updateWhere(Document, Document)}, but answers only one field beside the id. */
    public Optional<Document> updateWhere(Document filter, Document operators, String field) {
        return update(collection, filter, operators, after().projection(new Document(field, 1)));
    }

    /**
     * As {@link #updateWhere(Document, Document)}, for who needs no answer but whether it matched.
     */
    public boolean changeWhere(Document filter, Document operators) {
        return call(
                "update",
                () -> collection.updateOne(filter, raising(operators)).getMatchedCount() == 1);
    }

    private static FindOneAndUpdateOptions after() {
        return new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
    }

    private Optional<Document> update(
            MongoCollection<Document> target,
            Document filter,
            Document operators,
            FindOneAndUpdateOptions after) {
        return call(
                "update",
                () ->
                        Optional.ofNullable(
                                target.findOneAndUpdate(filter, raising(operators), after)));
    }

    /** The operators, and {@code rev} by one. */
    private static Document raising(Document operators) {
        var increments = new Document(REV, 1L);
        if (operators.get("$inc") instanceof Document given) {
            increments.putAll(given);
        }
        return new Document(operators).append("$inc", increments);
    }

    /** Deletes by filter; only for what is no authority over anything (SPEC C8). */
    public long delete(Document filter) {
        return call("delete from", () -> collection.deleteMany(filter).getDeletedCount());
    }

    /** The driver's collection, for what is not here; its exceptions go through {@link #call}. */
    public MongoCollection<Document> driver() {
        return collection;
    }

    /**
     * Runs a call of the driver.
     *
     * @param what a verb, for the message
     * @throws DuplicateKey if a unique index refused it
     * @throws StoreUnavailable if it failed in any other way; a change may or may not have happened
     */
    public <T> T call(String what, Supplier<T> operation) {
        var collectionName = collection.getNamespace().getCollectionName();
        return store.call(
                what + " " + collectionName,
                () -> {
                    try {
                        makeIndexes();
                        return operation.get();
                    } catch (MongoException e) {
                        if (isDuplicate(e.getCode())) {
                            throw new DuplicateKey(collectionName, e);
                        }
                        throw e;
                    }
                });
    }

    private static boolean isDuplicate(int code) {
        return ErrorCategory.fromErrorCode(code) == ErrorCategory.DUPLICATE_KEY;
    }

    private void makeIndexes() {
        for (var index : List.copyOf(missingIndexes)) {
            try {
                collection.createIndex(index.getKeys(), index.getOptions());
            } catch (MongoCommandException e) {
                if (index.getOptions().isUnique()
                        || !THERE_WITH_OTHER_OPTIONS.contains(e.getCode())) {
                    throw e;
                }
            }
            missingIndexes.remove(index);
        }
    }

    private MongoCollection<Document> target(Cas expected) {
        return expected.notAfter() == null ? collection : limited(collection, DEADLINE_LIMIT);
    }

    private static MongoCollection<Document> limited(
            MongoCollection<Document> collection, Duration limit) {
        return collection.withTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
