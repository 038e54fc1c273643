package dev.balancerdeployer.coordination.mongo;

import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.store.Cas;
import dev.balancerdeployer.store.Store;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** Makes time go by in the store, since no test can move the clock of a database server. */
final class SemaphoreAging {

    private SemaphoreAging() {}

    /** Moves every time that the semaphore has stored into the past. */
    static void age(Store store, SemaphoreName name, Duration by) {
        var semaphores = store.collection("semaphores");
        var stored = semaphores.find(name.value()).orElseThrow();
        var moved = new Document("brokenAt", earlier(stored.getDate("brokenAt"), by));
        for (var map : List.of("holders", "since", "waiters")) {
            moveTimes(map, stored.get(map, Document.class), by, moved);
        }
        var aged =
                semaphores.update(
                        Cas.at(name.value(), stored.getLong("rev")), new Document("$set", moved));
        if (aged.isEmpty()) {
            throw new IllegalStateException("somebody else changes " + name);
        }
    }

    private static void moveTimes(String path, Document fields, Duration by, Document moved) {
        fields.forEach((key, value) -> {
            var field = path + "." + key;
            if (value instanceof Date time) {
                moved.append(field, earlier(time, by));
            } else if (value instanceof Document inner) {
                moveTimes(field, inner, by, moved);
            }
        });
    }

    private static Date earlier(Date time, Duration by) {
        return Date.from(time.toInstant().minus(by));
    }
}
