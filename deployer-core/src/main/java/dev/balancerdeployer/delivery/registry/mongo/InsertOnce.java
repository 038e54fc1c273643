package dev.balancerdeployer.delivery.registry.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import dev.balancerdeployer.store.Documents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/** A collection whose documents are inserted, by an {@code _id} of ours, and never change. */
record InsertOnce(Documents documents) {

    private static final InsertManyOptions GO_ON = new InsertManyOptions().ordered(false);

    /** How many ids one query names: keeps the command small. */
    private static final int IDS = 1_000;

    /** All are there when this returns; those that were there before stay as they are. */
    void put(List<Document> wanted) {
        if (!wanted.isEmpty()) {
            documents.call("insert into", () -> insert(wanted));
        }
    }

    /** Those of the ids that exist, in any order. */
    List<Document> find(List<String> ids) {
        var found = new ArrayList<Document>();
        for (var some : chunks(ids)) {
            documents.call("read", () -> documents.driver().find(in(some)).into(found));
        }
        return found;
    }

    /** Which of the ids exist. */
    Set<String> present(List<String> ids) {
        var found = new HashSet<String>();
        for (var some : chunks(ids)) {
            documents.call(
                    "read",
                    () ->
                            documents
                                    .driver()
                                    .find(in(some))
                                    .projection(Projections.include("_id"))
                                    .map(it -> it.getString("_id"))
                                    .into(found));
        }
        return found;
    }

    /** Somebody else's copy of the same document is as good as ours. */
    private boolean insert(List<Document> wanted) {
        try {
            return documents.driver().insertMany(wanted, GO_ON).wasAcknowledged();
        } catch (MongoBulkWriteException e) {
            var onlyDuplicates =
                    e.getWriteConcernError() == null
                            && e.getWriteErrors().stream()
                                    .allMatch(
                                            it -> it.getCategory() == ErrorCategory.DUPLICATE_KEY);
            if (!onlyDuplicates) {
                throw e;
            }
            return true;
        }
    }

    private static Document in(List<String> ids) {
        return new Document("_id", new Document("$in", ids));
    }

    private static List<List<String>> chunks(List<String> ids) {
        var chunks = new ArrayList<List<String>>();
        for (var from = 0; from < ids.size(); from += IDS) {
            chunks.add(ids.subList(from, Math.min(from + IDS, ids.size())));
        }
        return chunks;
    }
}
