package dev.balancerdeployer.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A balancer to be added to a namespace, together with the pauses it is born with (SPEC D7). */
public record NewBalancer(LocationId location, List<NewPause> pauses) {

    public NewBalancer {
        pauses = List.copyOf(pauses);
    }

    /** A pause to be set; its {@code since} is the registry's time of the write. */
    public record NewPause(
            PauseToken token, PauseKind kind, String reason, @Nullable Instant overdueAt) {}
}
