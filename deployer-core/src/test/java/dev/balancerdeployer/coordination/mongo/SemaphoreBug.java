package dev.balancerdeployer.coordination.mongo;

import de.bwaldvogel.mongo.bson.Document;
import dev.balancerdeployertest.MutableClock;
import dev.balancerdeployertest.VirtualMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Bugs that others have had, planted into the commands of a semaphore (P-T1). */
enum SemaphoreBug {
    RENEWS_THE_DEAD {
        @Override
        void plant(Document query, Document update) {
            if (isRenewal(query, update)) {
                query.remove("$expr");
            }
        }
    },
    RELEASES_BY_ID_ONLY {
        @Override
        void plant(Document query, Document update) {
            if (isRelease(query, update)) {
                for (var key : List.copyOf(query.keySet())) {
                    if (key.startsWith("holders.")) {
                        query.put(key, new Document("$exists", true));
                    }
                }
            }
        }
    },
    SHORTENS {
        @Override
        void plant(Document query, Document update) {
            if (isRenewal(query, update) && query.get("$expr") instanceof Document expr) {
                expr.put("$and", List.of(((List<?>) expr.get("$and")).getFirst()));
            }
        }
    },
    GRANTS_WITHOUT_COMPARING_THE_FENCE {
        @Override
        void plant(Document query, Document update) {
            if (isGrant(update)) {
                query.remove("fence");
                query.remove("rev");
            }
        }
    },
    GRANTS_WITHOUT_COUNTING {
        @Override
        void plant(Document query, Document update) {
            if (isGrant(update)) {
                query.remove("used");
                query.remove("fence");
                query.remove("rev");
            }
        }
    },
    RAISES_NO_FENCE_ON_BREAK {
        @Override
        void plant(Document query, Document update) {
            if (isBreak(update)) {
                fields(update, "$inc").put("fence", 0L);
            }
        }
    },
    KEEPS_NO_SILENCE {
        @Override
        void plant(Document query, Document update) {
            if (isBreak(update)) {
                update.remove("$currentDate");
            }
        }
    },
    GRANTS_PAST_THE_LINE {
        @Override
        void plantInAnswer(Document answer) {
            if (answer.get("cursor") instanceof Document cursor
                    && cursor.get("firstBatch") instanceof List<?> found) {
                found.forEach(it -> ((Document) it).put("waiters", new Document()));
            }
        }
    },
    GRANTS_TO_THE_SILENT {
        @Override
        void plant(Document query, Document update) {
            if (update.containsKey("$currentDate") || update.containsKey("$unset")) {
                var fromTheLine = query.keySet().stream().anyMatch(it -> it.startsWith("waiters."));
                if (fromTheLine && !isGrant(update) && update.containsKey("$unset")) {
                    query.put("_id", "never reaped");
                } else if (fromTheLine) {
                    query.remove("$expr");
                }
            }
        }
    },
    /** One that is fast by less than half a minute, in reads and in filters. */
    GOES_BY_ANOTHER_CLOCK {
        @Override
        void plantInAnswer(Document answer) {
            if (answer.get("localTime") instanceof Instant time) {
                answer.put("localTime", time.plus(AHEAD));
            }
        }
    };

    private static final Duration AHEAD = Duration.ofSeconds(25);

    void plant(Document query, Document update) {}

    void plantInAnswer(Document answer) {}

    void plantIn(VirtualMongo mongo, MutableClock clock) {
        mongo.tamperWithCommands(command -> {
            if (command.get("query") instanceof Document query
                    && command.get("update") instanceof Document update) {
                plant(query, update);
                if (this == GOES_BY_ANOTHER_CLOCK && query.containsKey("$expr")) {
                    query.put("$expr", ahead(query.get("$expr"), clock.instant()));
                }
            }
            return command;
        });
        mongo.tamperWithAnswers(answer -> {
            plantInAnswer(answer);
            return answer;
        });
    }

    private static Object ahead(Object value, Instant now) {
        return switch (value) {
            case Document document -> {
                var result = new Document();
                for (Map.Entry<String, Object> it : document.entrySet()) {
                    result.put(it.getKey(), ahead(it.getValue(), now));
                }
                yield result;
            }
            case List<?> list -> list.stream().map(it -> ahead(it, now)).toList();
            case String text when text.equals("$$NOW") -> now.plus(AHEAD);
            default -> value;
        };
    }

    private static Document fields(Document update, String operator) {
        return update.get(operator) instanceof Document fields ? fields : new Document();
    }

    private static boolean isGrant(Document update) {
        return fields(update, "$set").containsKey("fence");
    }

    private static boolean isBreak(Document update) {
        return fields(update, "$currentDate").containsKey("brokenAt");
    }

    private static boolean isRenewal(Document query, Document update) {
        return ofHolder(query) && !update.containsKey("$unset") && !isGrant(update);
    }

    private static boolean isRelease(Document query, Document update) {
        return ofHolder(query) && update.containsKey("$unset") && !query.containsKey("$expr");
    }

    private static boolean ofHolder(Document query) {
        return query.keySet().stream()
                .anyMatch(it -> it.startsWith("holders.") && it.endsWith(".fence"));
    }
}
