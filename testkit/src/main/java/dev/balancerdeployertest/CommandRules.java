package dev.balancerdeployertest;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Records commands that MongoDB would refuse, or that we must not send, though the embedded server
 * takes them (SPEC C8, P-T3): unknown operators, pipeline updates, {@code upsert} with {@code
 * $expr}, writes without majority. A listener must not throw, so {@link #verify} does.
 */
final class CommandRules implements CommandListener {

    private static final Set<String> WRITES =
            Set.of("insert", "update", "delete", "findandmodify", "findAndModify");

    private static final Set<String> OPERATORS =
            Set.of(
                    "$expr",
                    "$lte",
                    "$lt",
                    "$gte",
                    "$gt",
                    "$eq",
                    "$ne",
                    "$in",
                    "$nin",
                    "$and",
                    "$or",
                    "$exists",
                    "$add",
                    "$subtract",
                    "$size",
                    "$elemMatch",
                    "$not",
                    "$type",
                    "$set",
                    "$unset",
                    "$inc",
                    "$push",
                    "$pull",
                    "$each",
                    "$slice",
                    "$sort",
                    "$max",
                    "$min",
                    "$currentDate",
                    "$setOnInsert",
                    "$addToSet",
                    "$match",
                    "$limit",
                    "$project",
                    "$db",
                    "$readPreference",
                    "$clusterTime",
                    "$regex",
                    "$cond",
                    "$ifNull");

    private final Set<String> broken = new ConcurrentSkipListSet<>();

    @Override
    public void commandStarted(CommandStartedEvent event) {
        var command = event.getCommand();
        var name = event.getCommandName();
        if (WRITES.contains(name)) {
            var concern = command.getDocument("writeConcern", new BsonDocument());
            if (!concern.containsKey("w")
                    || !concern.get("w").isString()
                    || !concern.getString("w").getValue().equals("majority")) {
                broken.add(name + ": not acknowledged by a majority");
            }
        }
        if (name.equals("insert")) {
            return; // documents are values
        }
        command.forEach((key, value) -> check(name, key, value));
    }

    /** Fails if a command broke a rule. */
    void verify() {
        if (!broken.isEmpty()) {
            throw new AssertionError("commands that break the rules: " + new TreeSet<>(broken));
        }
    }

    private void check(String command, String key, BsonValue value) {
        if (key.startsWith("$") && !key.startsWith("$$") && !OPERATORS.contains(key)) {
            broken.add(command + ": operator " + key + " is not on the list");
        }
        if ((key.equals("u") || key.equals("update")) && value.isArray()) {
            broken.add(command + ": pipeline update");
        }
        switch (value) {
            case BsonDocument document -> {
                if (isTrue(document.get("upsert")) && holdsExpr(document)) {
                    broken.add(command + ": upsert together with $expr");
                }
                document.forEach((inner, it) -> check(command, inner, it));
            }
            case List<?> list ->
                    list.forEach(it -> {
                        if (it instanceof BsonDocument document) {
                            check(command, "", document);
                        }
                    });
            default -> {
                // a plain value
            }
        }
    }

    private static boolean isTrue(@org.jspecify.annotations.Nullable BsonValue value) {
        return value != null && value.isBoolean() && value.asBoolean().getValue();
    }

    private static boolean holdsExpr(BsonDocument update) {
        return update.getDocument("q", new BsonDocument()).containsKey("$expr")
                || update.getDocument("query", new BsonDocument()).containsKey("$expr");
    }
}
