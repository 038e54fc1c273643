package dev.balancerdeployer.scheduler.quartz;

import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.scheduler.FireSource;
import dev.balancerdeployer.scheduler.Schedule;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronScheduleBuilder;
import org.quartz.JobBuilder;
import org.quartz.ScheduleBuilder;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;

/** Quartz as the source of fires. It never makes up for what it missed: others see to that. */
final class QuartzFires implements FireSource {

    private final Scheduler scheduler;
    private final Clock clock;

    QuartzFires(Scheduler scheduler, Clock clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    @Override
    public void start(Map<JobName, Schedule> schedules) {
        try {
            for (var it : schedules.entrySet()) {
                var trigger = trigger(it.getKey(), it.getValue());
                if (trigger.isPresent()) {
                    var job =
                            JobBuilder.newJob(FireJob.class)
                                    .withIdentity(it.getKey().value())
                                    .build();
                    scheduler.scheduleJob(job, trigger.get());
                }
            }
            scheduler.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("the jobs cannot be scheduled", e);
        }
    }

    /** Empty if it will never fire again. */
    private Optional<Trigger> trigger(JobName job, Schedule schedule) {
        return schedule.nextAfter(clock.instant())
                .flatMap(first ->
                        builder(schedule)
                                .map(it ->
                                        TriggerBuilder.newTrigger()
                                                .withIdentity(job.value())
                                                .startAt(Date.from(first))
                                                .withSchedule(it)
                                                .build()));
    }

    private static Optional<ScheduleBuilder<? extends Trigger>> builder(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Off _ -> Optional.empty();
            case Schedule.Every every ->
                    Optional.of(
                            SimpleScheduleBuilder.simpleSchedule()
                                    .withIntervalInMilliseconds(every.period().toMillis())
                                    .repeatForever()
                                    .withMisfireHandlingInstructionNextWithRemainingCount());
            case Schedule.Cron cron ->
                    Optional.of(
                            CronScheduleBuilder.cronSchedule(cron.text())
                                    .inTimeZone(TimeZone.getTimeZone("UTC"))
                                    .withMisfireHandlingInstructionDoNothing());
        };
    }
}
