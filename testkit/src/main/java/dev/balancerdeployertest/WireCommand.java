package dev.balancerdeployertest;

import org.bson.BsonDocument;

/**
 * A command on its way to the server.
 *
 * @param name the first key of its body, such as {@code findAndModify}
 * @param collection empty for a command that is about none
 * @param body without the sequences of documents that a driver may send beside it
 */
public record WireCommand(String name, String collection, BsonDocument body) {

    static WireCommand of(BsonDocument body) {
        var name = body.getFirstKey();
        var about = body.get(name);
        return new WireCommand(name, about.isString() ? about.asString().getValue() : "", body);
    }

    /** Whether the driver sends it for itself: a handshake or a look at the server's health. */
    public boolean isOfTheDriver() {
        return !body.containsKey("$db") || body.getString("$db").getValue().equals("admin");
    }
}
