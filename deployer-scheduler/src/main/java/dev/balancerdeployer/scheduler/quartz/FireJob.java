package dev.balancerdeployer.scheduler.quartz;

import dev.balancerdeployer.coordination.JobFires;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.StoreUnavailable;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Hands in one fire; its key is the instant it was scheduled for, not the one it comes at. */
@DisallowConcurrentExecution
final class FireJob implements Job {

    private static final Logger log = LoggerFactory.getLogger(FireJob.class);

    private final JobFires fires;

    FireJob(JobFires fires) {
        this.fires = fires;
    }

    @Override
    public void execute(JobExecutionContext context) {
        var job = new JobName(context.getJobDetail().getKey().getName());
        var key = context.getScheduledFireTime().toInstant();
        try {
            fires.fire(job, key);
        } catch (StoreUnavailable e) {
            log.atLevel(e.sent() ? Level.WARN : Level.DEBUG)
                    .log(
                            "The fire of {} at {} waits for the database: {}",
                            job,
                            key,
                            e.getMessage());
        }
    }
}
