package dev.balancerdeployer.weights;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What changes with an idempotency key were answered (SPEC W4). Thread-safe. */
public interface FiledAnswers {

    /** Those of these keys that something is filed under, in no order. */
    List<Filed> find(ConfigId config, Collection<String> keys);

    default Optional<Filed> find(ConfigId config, String key) {
        return find(config, List.of(key)).stream().findFirst();
    }

    /** Files an answer, unless there is one: then that is the answer. Returns what is filed. */
    Filed file(ConfigId config, Filed answer);

    /** Forgets what was filed before that time. */
    void forget(Instant before);

    /**
     * @param at database time
     */
    record Filed(IdempotencyKey key, Answer answer, Instant at) {}
}
