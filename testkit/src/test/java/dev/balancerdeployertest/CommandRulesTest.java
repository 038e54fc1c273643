package dev.balancerdeployertest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.WriteConcern;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One example of each kind of command that must not be sent (SPEC C8, P-T3). */
class CommandRulesTest {

    private static final String MAJORITY = ", writeConcern: {w: 'majority'}}";
    private static final String READ = ", readConcern: {level: 'majority'}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{find: 'c', filter: {_id: 'a', rev: {$in: [1, 2]}}, limit: 1" + READ,
                "{find: 'c', filter: {_id: 1}, readConcern: {level: 'linearizable'}}",
                "{aggregate: 'c', pipeline: [{$match: {a: 1}}, {$limit: 1}], cursor: {}" + READ,
                "{insert: 'c', documents: [{_id: 1, holders: {ab12: {}}}], ordered: true"
                        + MAJORITY,
                "{update: 'c', updates: [{q: {_id: 1}, u: {a: {b: 1}}, upsert: true}]" + MAJORITY,
                "{delete: 'c', deletes: [{q: {_id: {$in: [1]}}, limit: 0}]" + MAJORITY,
                "{findAndModify: 'c', query: {_id: 1, $expr: {$and: [{$lt: ['$$NOW',"
                        + " {$add: ['$a.b', 1]}]}]}}, update: {$set: {'a.b': {c: 1}},"
                        + " $inc: {rev: 1}, $currentDate: {at: true}, $push: {l: {$each: [1],"
                        + " $slice: -3}}, $pull: {m: {id: {$in: [3]}}}}, new: true"
                        + MAJORITY,
                "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'a', unique: true}]" + MAJORITY,
                "{isMaster: 1, $db: 'test'}"
            })
    void takesWhatWeSend(String command) {
        assertThat(complaints(command)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    {find: 'c', filter: {$where: 'true'} R| operator $where is not on the list
                    {find: 'c', filter: {a: {$mod: [2, 0]}} R| operator $mod is not on the list
                    {find: 'c', filter: {$or: [{$text: {}}]} R| operator $text is not on the list
                    {find: 'c', filter: {$expr: {$function: {}}} R| operator $function is not on the list
                    {find: 'c', filter: {$expr: {$lt: ['$$ROOT', 1]}} R| variable $$ROOT is not on the list
                    {find: 'c', filter: {}, collation: {locale: 'de'} R| option collation is not on the list
                    {find: 'c', filter: {}, hint: 'a' R| option hint is not on the list
                    {find: 'c', filter: {}, let: {a: 1} R| option let is not on the list
                    {find: 'c', filter: {}}| reads what a majority may not have
                    {find: 'c', filter: {}, readConcern: {level: 'local'}}| reads what a majority may not have
                    {find: 'c', filter: {}, $readPreference: {mode: 'secondary'} R| not read from the primary
                    {aggregate: 'c', pipeline: [{$lookup: {}}], cursor: {} R| stage $lookup is not on the list
                    {aggregate: 'c', pipeline: [{$merge: {}}], cursor: {} R| stage $merge is not on the list
                    {count: 'c'}| this command is not on the list
                    {mapReduce: 'c'}| this command is not on the list
                    {bulkWrite: 1}| this command is not on the list
                    {commitTransaction: 1}| this command is not on the list
                    {insert: 'c', documents: [{_id: 1}]}| not acknowledged by a majority
                    {insert: 'c', documents: [{_id: 1}], writeConcern: {w: 1}}| not acknowledged by a majority
                    {insert: 'c', documents: [], startTransaction: true M| option startTransaction is not on the list
                    {insert: 'c', documents: [{hosts: {'a.example': 1}}] M| key 'a.example' within a value
                    {insert: 'c', documents: [{$set: 1}] M| key '$set' within a value
                    {update: 'c', updates: []}| not acknowledged by a majority
                    {update: 'c', updates: [{q: {}, u: [{$set: {a: 1}}]}] M| pipeline update
                    {update: 'c', updates: [{q: {}, u: {$rename: {a: 'b'}}}] M| operator $rename is not on the list
                    {update: 'c', updates: [{q: {}, u: {$set: {'a.$[x]': 1}}}] M| operator a.$[x] is not on the list
                    {update: 'c', updates: [{q: {}, u: {$set: {a: {'b.c': 1}}}}] M| key 'b.c' within a value
                    {update: 'c', updates: [{q: {}, u: {$push: {a: {$position: 0}}}}] M| operator $position is not on the list
                    {update: 'c', updates: [{q: {}, u: {a: {'b.c': 1}}}] M| key 'b.c' within a value
                    {update: 'c', updates: [{q: {}, u: {}, multi: true}] M| changes many documents
                    {update: 'c', updates: [{q: {}, u: {}, arrayFilters: []}] M| option arrayFilters of an update is not on the list
                    {update: 'c', updates: [{q: {$and: [{$expr: true}]}, u: {}, upsert: true}] M| upsert together with $expr
                    {findAndModify: 'c', query: {$expr: true}, update: {}, upsert: true M| upsert together with $expr
                    {findAndModify: 'c', query: {}, update: [] M| pipeline update
                    {findAndModify: 'c', query: {}, update: {}}| not acknowledged by a majority
                    {findAndModify: 'c', query: {}, remove: true, hint: 'a' M| option hint is not on the list
                    {delete: 'c', deletes: [{q: {}, limit: 0}]}| not acknowledged by a majority
                    {delete: 'c', deletes: [{q: {$where: 'true'}, limit: 0}] M| operator $where is not on the list
                    {delete: 'c', deletes: [{q: {}, limit: 0, collation: {}}] M| option collation of a delete is not on the list
                    {createIndexes: 'c', indexes: []}| not acknowledged by a majority
                    {createIndexes: 'c', indexes: [{key: {}, expireAfterSeconds: 1}] M| option expireAfterSeconds of an index is not on the list
                    {createIndexes: 'c', indexes: [{key: {}, partialFilterExpression: {}}] M| option partialFilterExpression of an index is not on the list
                    """)
    void refuses(String command, String why) {
        var whole = command.replaceAll(" M$", MAJORITY).replaceAll(" R$", READ);

        assertThat(complaints(whole))
                .containsExactly(BsonDocument.parse(whole).getFirstKey() + ": " + why);
    }

    @Test
    void failsTheTestThatSentIt() {
        var mongo = TestMongo.start();
        mongo.database()
                .getCollection("c")
                .withWriteConcern(WriteConcern.W1)
                .insertOne(new Document());

        assertThatThrownBy(mongo::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("insert: not acknowledged by a majority");
    }

    private static Iterable<String> complaints(String command) {
        return CommandRules.complaints(BsonDocument.parse(command));
    }
}
