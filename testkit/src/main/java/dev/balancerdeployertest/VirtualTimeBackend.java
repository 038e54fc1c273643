package dev.balancerdeployertest;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Goes by the clock that it is given wherever a server looks at its own: {@code $$NOW} in {@code
 * $expr}, {@code $currentDate} and {@code localTime}. Commands meet {@link Trouble} on their way,
 * and may be tampered with, which is how tests plant known bugs. Both happen once to every command
 * on a database of the test's, never to those by which the driver looks after its connections.
 */
final class VirtualTimeBackend extends WholeReadsBackend {

    private static final int UNKNOWN_ERROR = 8;

    private final Clock clock;
    private final Queue<Supplier<Document>> late = new ArrayDeque<>();

    volatile Supplier<Trouble> troubles = () -> Trouble.NONE;
    volatile UnaryOperator<Document> tampering = UnaryOperator.identity();
    volatile UnaryOperator<Document> answerTampering = UnaryOperator.identity();

    VirtualTimeBackend(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Document handleCommand(
            Channel channel, String database, String command, Document query) {
        if (database.equals("admin")) {
            return carryOut(channel, database, command, query);
        }
        var tampered = tampering.apply(query.cloneDeeply());
        Supplier<Document> act =
                () -> answerTampering.apply(carryOut(channel, database, command, tampered));
        return switch (troubles.get()) {
            case NONE -> act.get();
            case REQUEST_LOST -> throw failed("request lost");
            case ANSWER_LOST -> {
                act.get();
                throw failed("answer lost");
            }
            case SENT_TWICE -> {
                act.get();
                yield act.get();
            }
            case LATE -> {
                synchronized (late) {
                    late.add(act);
                }
                throw failed("given up");
            }
        };
    }

    private static MongoServerError failed(String why) {
        var error = new MongoServerError(UNKNOWN_ERROR, "UnknownError", why);
        error.setLogError(false);
        return error;
    }

    void landLate() {
        for (var next = nextLate(); next != null; next = nextLate()) {
            try {
                next.get();
            } catch (MongoServerError _) {
                // a late insert of what is there by now: nobody waits for the answer
            }
        }
    }

    private @Nullable Supplier<Document> nextLate() {
        synchronized (late) {
            return late.poll();
        }
    }

    private Document carryOut(Channel channel, String database, String command, Document query) {
        var now = clock.instant();
        var timed = query.containsKey("documents") ? query : dated(query, now);
        var answer = super.handleCommand(channel, database, command, timed);
        if (answer.containsKey("localTime")) {
            answer.put("localTime", now);
        }
        return answer;
    }

    // ---- virtual time in commands

    private static Document dated(Document document, Instant now) {
        var result = new Document();
        for (var entry : document.entrySet()) {
            var value = entry.getValue();
            if (entry.getKey().equals("$currentDate") && value instanceof Document paths) {
                var set = setOf(document, result);
                paths.keySet().forEach(path -> set.put(path, now));
                result.put("$set", set);
            } else if (entry.getKey().equals("$expr")) {
                result.put("$expr", literal(value, now));
            } else if (!entry.getKey().equals("$set") || !result.containsKey("$set")) {
                result.put(entry.getKey(), within(value, now));
            }
        }
        return result;
    }

    /** What has been set so far, or else what is still to come. */
    private static Document setOf(Document given, Document result) {
        var set = result.containsKey("$set") ? result.get("$set") : given.get("$set");
        return set instanceof Document fields ? fields.cloneDeeply() : new Document();
    }

    private static @Nullable Object within(@Nullable Object value, Instant now) {
        return switch (value) {
            case Document document -> dated(document, now);
            case Collection<?> list -> list.stream().map(it -> within(it, now)).toList();
            case null, default -> value;
        };
    }

    private static @Nullable Object literal(@Nullable Object value, Instant now) {
        return switch (value) {
            case String text when text.equals("$$NOW") -> now;
            case Document document -> {
                var result = new Document();
                for (Map.Entry<String, Object> it : document.entrySet()) {
                    result.put(it.getKey(), literal(it.getValue(), now));
                }
                yield result;
            }
            case Collection<?> list -> list.stream().map(it -> literal(it, now)).toList();
            case null, default -> value;
        };
    }
}
