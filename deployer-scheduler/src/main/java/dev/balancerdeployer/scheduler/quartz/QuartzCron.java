package dev.balancerdeployer.scheduler.quartz;

import dev.balancerdeployer.scheduler.CronSyntax;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** Quartz's cron expressions. */
final class QuartzCron implements CronSyntax {

    @Override
    public Times parse(String expression) {
        try {
            var cron = new CronExpression(expression);
            cron.setTimeZone(TimeZone.getTimeZone("UTC"));
            return instant -> next(cron, instant);
        } catch (ParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The expression is copied, for it is not thread-safe. */
    private static Optional<Instant> next(CronExpression cron, Instant instant) {
        var next = new CronExpression(cron).getNextValidTimeAfter(Date.from(instant));
        return Optional.ofNullable(next).map(Date::toInstant);
    }
}
