package dev.balancerdeployer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells whoever started the application what is most likely not as intended. */
@Component
class StartupAdvice {

    private static final Logger log = LoggerFactory.getLogger(StartupAdvice.class);

    @EventListener
    void advise(ApplicationReadyEvent event) {
        // Not before it is ready: this one takes a while.
        Thread.ofVirtual().start(() -> Base64Advice.here().text().ifPresent(log::warn));
        adviseOnSettings(event.getApplicationContext());
    }

    private static void adviseOnSettings(ConfigurableApplicationContext context) {
        var settings = UnknownSettings.of(context);
        for (var name : settings.in(context.getEnvironment())) {
            var meant = settings.nearest(name);
            log.warn(
                    "{}: there is no such setting{}",
                    name,
                    meant.map(it -> " (is " + it + " meant?)").orElse(""));
        }
    }
}
