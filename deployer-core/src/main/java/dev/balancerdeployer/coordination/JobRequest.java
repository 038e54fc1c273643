package dev.balancerdeployer.coordination;

import org.jspecify.annotations.Nullable;

/**
 * An accepted request for a run. It is stored before it joins a run, so that it survives a crash in
 * between (SPEC C6).
 *
 * @param id generated, unique
 * @param reason why, in the words of whoever asked
 */
public record JobRequest(
        String id, JobName job, Run.Trigger trigger, String requestedBy, @Nullable String reason) {}
