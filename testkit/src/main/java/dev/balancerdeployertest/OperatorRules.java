package dev.balancerdeployertest;

import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The operators that both MongoDB and the embedded server know, and that are enough for us, each
 * where it belongs; and the keys of what is stored, which must not come from user text.
 *
 * @param complain hears what is wrong
 */
record OperatorRules(Consumer<String> complain) {

    private static final Set<String> COMPARISONS =
            Set.of(
                    "$eq", "$ne", "$lt", "$lte", "$gt", "$gte", "$in", "$nin", "$exists", "$type",
                    "$regex", "$size");

    private static final Set<String> EXPRESSIONS =
            Set.of(
                    "$and",
                    "$or",
                    "$not",
                    "$eq",
                    "$ne",
                    "$lt",
                    "$lte",
                    "$gt",
                    "$gte",
                    "$in",
                    "$add",
                    "$subtract",
                    "$cond",
                    "$ifNull",
                    "$max",
                    "$min",
                    "$size");

    private static final Set<String> UPDATES =
            Set.of(
                    "$set",
                    "$unset",
                    "$inc",
                    "$push",
                    "$pull",
                    "$max",
                    "$min",
                    "$currentDate",
                    "$setOnInsert",
                    "$addToSet");

    private static final Set<String> MODIFIERS = Set.of("$each", "$slice", "$sort");

    private static final Set<String> STAGES = Set.of("$match", "$sort", "$limit", "$project");

    void query(BsonDocument query) {
        query.forEach((key, it) -> {
            switch (key) {
                case "$expr" -> expression(it);
                case "$and", "$or" -> documents(it).forEach(this::query);
                default -> {
                    path(key);
                    condition(it);
                }
            }
        });
    }

    private void condition(BsonValue condition) {
        if (!(condition instanceof BsonDocument given) || !hasOperators(given)) {
            value(condition);
            return;
        }
        given.forEach((operator, it) -> {
            switch (operator) {
                case "$not" -> condition(it);
                case "$elemMatch" -> query(it.asDocument());
                default -> {
                    known(operator, COMPARISONS);
                    value(it);
                }
            }
        });
    }

    private void expression(BsonValue expression) {
        switch (expression) {
            case BsonDocument given ->
                    given.forEach((operator, it) -> {
                        known(operator, EXPRESSIONS);
                        expression(it);
                    });
            case BsonArray given -> given.forEach(this::expression);
            case BsonString given -> {
                if (given.getValue().startsWith("$$") && !given.getValue().equals("$$NOW")) {
                    complain.accept("variable " + given.getValue() + " is not on the list");
                }
            }
            default -> {
                // a constant
            }
        }
    }

    void update(@Nullable BsonValue update) {
        if (update instanceof BsonDocument given) {
            if (hasOperators(given)) {
                given.forEach(this::change);
            } else {
                value(given);
            }
        } else if (update != null) {
            complain.accept("pipeline update");
        }
    }

    private void change(String operator, BsonValue fields) {
        known(operator, UPDATES);
        fields.asDocument()
                .forEach((path, it) -> {
                    path(path);
                    switch (it) {
                        case BsonDocument given when operator.equals("$pull") -> pulled(given);
                        case BsonDocument given when hasOperators(given) -> modified(given);
                        default -> value(it);
                    }
                });
    }

    private void pulled(BsonDocument which) {
        if (hasOperators(which)) {
            condition(which);
        } else {
            query(which);
        }
    }

    private void modified(BsonDocument modifiers) {
        modifiers.forEach((modifier, it) -> {
            known(modifier, MODIFIERS);
            value(it);
        });
    }

    void pipeline(Stream<BsonDocument> stages) {
        stages.forEach(stage ->
                stage.forEach((name, it) -> {
                    if (!STAGES.contains(name)) {
                        complain.accept("stage " + name + " is not on the list");
                    }
                    if (name.equals("$match")) {
                        query(it.asDocument());
                    }
                }));
    }

    /** A text of a user as a key could hold a dot or a dollar, and then no path leads there. */
    void value(BsonValue value) {
        switch (value) {
            case BsonDocument given ->
                    given.forEach((key, it) -> {
                        if (key.startsWith("$") || key.contains(".")) {
                            complain.accept("key '" + key + "' within a value");
                        }
                        value(it);
                    });
            case BsonArray given -> given.forEach(this::value);
            default -> {
                // a plain value
            }
        }
    }

    private void path(String path) {
        if (path.startsWith("$") || path.contains(".$")) {
            complain.accept("operator " + path + " is not on the list");
        }
    }

    private void known(String operator, Set<String> known) {
        if (!known.contains(operator)) {
            complain.accept("operator " + operator + " is not on the list");
        }
    }

    private static boolean hasOperators(BsonDocument document) {
        return !document.isEmpty() && document.getFirstKey().startsWith("$");
    }

    private static Stream<BsonDocument> documents(BsonValue list) {
        return list.asArray().stream().map(BsonValue::asDocument);
    }
}
