package dev.balancerdeployer.delivery;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether anybody is told of alerts; the address itself is checked by the settings. */
public final class WebhookSet implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return !context.getEnvironment().getProperty("deployer.alerts.webhook-url", "").isBlank();
    }
}
