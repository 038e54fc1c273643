package dev.balancerdeployerbench;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.inc;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import org.bson.Document;

/** One document that is read and changed over and over, with nothing around it. */
final class BareDocument {

    private static final String ID = "bench";

    private final MongoCollection<Document> documents;

    BareDocument(MongoClient client) {
        documents =
                client.getDatabase("bare")
                        .getCollection("bare")
                        .withReadConcern(ReadConcern.MAJORITY)
                        .withWriteConcern(WriteConcern.MAJORITY);
        // the embedded server finds by an index only if it is unique
        documents.createIndex(Indexes.ascending("_id", "rev"), new IndexOptions().unique(true));
        documents.insertOne(new Document("_id", ID).append("rev", 1L));
    }

    /** Until the write meets the version that was read. */
    WeightSteps.Loop versioned(int client) {
        return () -> {
            while (true) {
                var rev = read();
                var filter = new Document("_id", ID).append("rev", rev);
                if (documents.findOneAndUpdate(filter, inc("rev", 1L)) != null) {
                    return;
                }
            }
        };
    }

    WeightSteps.Loop unconditional(int client) {
        return () -> {
            read();
            documents.findOneAndUpdate(eq("_id", ID), inc("rev", 1L));
        };
    }

    private Long read() {
        var found = documents.find(eq("_id", ID)).first();
        if (found == null) {
            throw new IllegalStateException("the document is gone");
        }
        return found.getLong("rev");
    }
}
