package dev.balancerdeployer.coordination;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the jobs are fired; known to the scheduler. */
public interface Schedules {

    /**
     * The schedule of a job; for one that has none it is {@code off}.
     *
     * @param now the next fire is after it
     */
    Shown of(JobName job, Instant now);

    /**
     * @param text as configured
     * @param enabled whether it fires at all
     * @param nextFireAt null if it does not
     */
    record Shown(String text, boolean enabled, @Nullable Instant nextFireAt) {}
}
