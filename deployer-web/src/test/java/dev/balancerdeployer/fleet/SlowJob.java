package dev.balancerdeployer.fleet;

import dev.balancerdeployer.coordination.Job;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.coordination.RunResult;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;

/** Holds the permit for long enough to be caught at it. */
@NullMarked
final class SlowJob implements Job {

    static final JobName NAME = new JobName("slow");

    static final Duration LASTS = Duration.ofMillis(1_500);

    @Override
    public JobName name() {
        return NAME;
    }

    @Override
    public RunResult run(RunContext context) throws InterruptedException {
        var _ = new CountDownLatch(1).await(LASTS.toMillis(), TimeUnit.MILLISECONDS);
        context.checkpoint();
        return RunResult.succeeded("took its time");
    }
}
