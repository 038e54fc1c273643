package dev.balancerdeployer.coordination;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Puts the meters in front of what they measure, whichever adapter that is. */
@Configuration(proxyBeanMethods = false)
class CoordinationMetersConfiguration {

    @Bean
    @Primary
    JobLedger meteredLedger(JobLedger ledger, MeterRegistry registry) {
        return new MeteredLedger(ledger, registry);
    }

    @Bean
    @Primary
    Leases meteredLeases(Leases leases, MeterRegistry registry) {
        return new MeteredLeases(leases, registry);
    }

    /** From the start on, so that the first event is a step and not a series from nowhere. */
    @Bean
    MeterBinder runMeters(ObjectProvider<Job> jobs) {
        return registry -> jobs.stream().forEach(it -> bind(registry, it.name().value()));
    }

    private static void bind(MeterRegistry registry, String job) {
        for (var outcome : RunResult.Outcome.values()) {
            var label = MeteredLedger.label(outcome);
            CoordinationMeter.JOB_RUNS.described().counterIn(registry, job, label);
        }
        CoordinationMeter.JOB_RUN.described().timerIn(registry, job);
        CoordinationMeter.SEMAPHORE_WAIT.described().timerIn(registry, job);
        CoordinationMeter.SEMAPHORE_HOLD.described().timerIn(registry, job);
        CoordinationMeter.LEASE_LOSSES.described().counterIn(registry, job);
    }
}
