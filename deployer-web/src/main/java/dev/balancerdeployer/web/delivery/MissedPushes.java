package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.delivery.Pushes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A push that came while the application was down told nobody: at start the branch is looked at at
 * once, where there is a hook and the deployer has a schedule (SPEC D6).
 */
@Component
class MissedPushes {

    private static final Logger log = LoggerFactory.getLogger(MissedPushes.class);

    private final Pushes pushes;
    private final Jobs jobs;
    private final HookProperties settings;

    MissedPushes(Pushes pushes, Jobs jobs, HookProperties settings) {
        this.pushes = pushes;
        this.jobs = jobs;
        this.settings = settings;
    }

    @EventListener(ApplicationReadyEvent.class)
    void lookOnce() {
        if (settings.hookSecret() == null) {
            return;
        }
        try {
            var scheduled =
                    jobs.list().stream()
                            .anyMatch(it -> it.job().equals(JobName.DEPLOYER) && it.enabled());
            if (scheduled) {
                pushes.catchUp();
            }
        } catch (StoreUnavailable e) {
            log.warn(
                    "Pushes that were missed wait for the deployer's schedule: {}", e.getMessage());
        }
    }
}
