package dev.balancerdeployertest;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Records commands that MongoDB would refuse, or that we must not send, though the embedded server
 * takes them (SPEC C8, P-T3). Whatever is not on a list here is refused: commands, their options,
 * and by {@link OperatorRules} their operators. A listener must not throw, so {@link #verify} does.
 */
final class CommandRules implements CommandListener {

    private static final Set<String> ALWAYS =
            Set.of("$db", "$clusterTime", "$readPreference", "lsid", "maxTimeMS");

    private static final Set<String> READS = Set.of("find", "aggregate");

    private static final Set<String> WRITES =
            Set.of("insert", "update", "delete", "findAndModify", "createIndexes");

    /** What may be sent, beside what is always there. */
    private static final Map<String, Set<String>> OPTIONS =
            Map.ofEntries(
                    Map.entry(
                            "find",
                            options(
                                    "filter sort limit batchSize singleBatch projection"
                                            + " readConcern")),
                    Map.entry("aggregate", options("pipeline cursor readConcern")),
                    Map.entry("getMore", options("collection batchSize")),
                    Map.entry("killCursors", options("cursors")),
                    Map.entry("insert", options("documents ordered writeConcern txnNumber")),
                    Map.entry("update", options("updates ordered writeConcern txnNumber")),
                    Map.entry("delete", options("deletes ordered writeConcern txnNumber")),
                    Map.entry(
                            "findAndModify",
                            options(
                                    "query update new upsert fields sort remove writeConcern"
                                            + " txnNumber")),
                    Map.entry("createIndexes", options("indexes writeConcern")),
                    Map.entry("isMaster", options("")),
                    Map.entry("hello", options("")),
                    Map.entry("ping", options("")),
                    Map.entry("endSessions", options("")),
                    Map.entry("drop", options("writeConcern")),
                    Map.entry("dropDatabase", options("writeConcern")));

    private static final Set<String> OF_UPDATES = options("q u upsert multi");
    private static final Set<String> OF_DELETES = options("q limit");
    private static final Set<String> OF_INDEXES = options("key name unique");

    private final Set<String> broken = new ConcurrentSkipListSet<>();

    @Override
    public void commandStarted(CommandStartedEvent event) {
        broken.addAll(complaints(event.getCommand()));
    }

    /** Fails if a command broke a rule. */
    void verify() {
        if (!broken.isEmpty()) {
            throw new AssertionError("commands that break the rules: " + new TreeSet<>(broken));
        }
    }

    /** What is wrong with a command. */
    static Set<String> complaints(BsonDocument command) {
        var found = new TreeSet<String>();
        var name = command.getFirstKey();
        Consumer<String> complain = it -> found.add(name + ": " + it);
        var options = OPTIONS.get(name);
        if (options == null) {
            complain.accept("this command is not on the list");
            return found;
        }
        command.keySet().stream()
                .filter(it -> !it.equals(name) && !options.contains(it) && !ALWAYS.contains(it))
                .forEach(it -> complain.accept("option " + it + " is not on the list"));
        concerns(name, command, complain);
        content(command, new OperatorRules(complain), complain);
        return found;
    }

    private static void concerns(String name, BsonDocument command, Consumer<String> complain) {
        if (WRITES.contains(name) && !text(command, "writeConcern", "w").equals("majority")) {
            complain.accept("not acknowledged by a majority");
        }
        if (READS.contains(name)
                && !Set.of("majority", "linearizable")
                        .contains(text(command, "readConcern", "level"))) {
            complain.accept("reads what a majority may not have");
        }
        if (command.containsKey("$readPreference")
                && !text(command, "$readPreference", "mode").startsWith("primary")) {
            complain.accept("not read from the primary");
        }
    }

    private static void content(
            BsonDocument command, OperatorRules operators, Consumer<String> complain) {
        operators.query(part(command, "filter"));
        operators.query(part(command, "query"));
        operators.pipeline(parts(command, "pipeline"));
        parts(command, "documents").forEach(operators::value);
        if (command.containsKey("update") && command.containsKey("query")) {
            operators.update(command.get("update"));
        }
        upsert(command, "query", complain);
        parts(command, "updates")
                .forEach(it -> {
                    known("of an update", it, OF_UPDATES, complain);
                    operators.query(part(it, "q"));
                    operators.update(it.get("u"));
                    upsert(it, "q", complain);
                    if (it.getBoolean("multi", BsonBoolean.FALSE).getValue()) {
                        complain.accept("changes many documents");
                    }
                });
        parts(command, "deletes")
                .forEach(it -> {
                    known("of a delete", it, OF_DELETES, complain);
                    operators.query(part(it, "q"));
                });
        parts(command, "indexes").forEach(it -> known("of an index", it, OF_INDEXES, complain));
    }

    private static void upsert(BsonDocument change, String query, Consumer<String> complain) {
        if (change.getBoolean("upsert", BsonBoolean.FALSE).getValue()
                && part(change, query).toJson().contains("\"$expr\"")) {
            complain.accept("upsert together with $expr");
        }
    }

    private static void known(
            String what, BsonDocument part, Set<String> known, Consumer<String> complain) {
        part.keySet().stream()
                .filter(it -> !known.contains(it))
                .forEach(it ->
                        complain.accept("option %s %s is not on the list".formatted(it, what)));
    }

    private static BsonDocument part(BsonDocument of, String key) {
        return of.getDocument(key, new BsonDocument());
    }

    private static Stream<BsonDocument> parts(BsonDocument of, String key) {
        return of.containsKey(key)
                ? of.getArray(key).stream().map(BsonValue::asDocument)
                : Stream.empty();
    }

    private static String text(BsonDocument of, String part, String key) {
        return part(of, part).get(key) instanceof BsonString it ? it.getValue() : "";
    }

    private static Set<String> options(String names) {
        return Stream.of(names.split(" ")).collect(Collectors.toUnmodifiableSet());
    }
}
