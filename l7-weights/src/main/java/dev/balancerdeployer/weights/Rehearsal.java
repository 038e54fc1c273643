package dev.balancerdeployer.weights;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows what changes would do, one after the other, and stores nothing. For one thread. */
public final class Rehearsal {

    private final Workshop workshop;
    private final Map<ConfigId, WeightsConfig> imagined = new HashMap<>();

    Rehearsal(Workshop workshop) {
        this.workshop = workshop;
    }

    /** What would become of it, judged by all rules (SPEC W9); its key is not looked at. */
    public Outcome apply(ChangeRequest request) {
        var id = request.config();
        var now = imagined.containsKey(id) ? imagined.get(id) : stored(id);
        var occasion =
                new Decision.Occasion(
                        workshop.stores().time().now(),
                        workshop.newShiftId(),
                        workshop.lineToRevertTo(request));
        return switch (Decision.of(now, request, occasion)) {
            case Decision.Refused refused -> new Outcome.Refused(refused.why());
            case Decision.Made made -> {
                imagined.put(id, made.config().at(now == null ? 0 : now.version()));
                yield new Outcome.Done(dry(made.answer()), false);
            }
        };
    }

    private @Nullable WeightsConfig stored(ConfigId id) {
        return workshop.stores().configs().find(id).map(ConfigRecord::config).orElse(null);
    }

    /** The version is the one that is there, for no new one was made. */
    private Answer dry(Answer answer) {
        var published = workshop.publication().current(answer.config());
        return switch (answer) {
            case Answer.Stepped it -> it.dry(published);
            case Answer.Saved _, Answer.Shifted _ -> answer.published(published);
        };
    }
}
