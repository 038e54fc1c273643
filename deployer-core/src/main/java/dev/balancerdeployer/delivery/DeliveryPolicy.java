package dev.balancerdeployer.delivery;

import java.time.Duration;

/**
 * What the operator has decided for all namespaces.
 *
 * @param bake for namespaces that name none (SPEC D12)
 * @param minBake no namespace may bake for less (SPEC D2)
 * @param grace after a planned lift, before a pause is overdue (SPEC D15)
 * @param rolloutDeadline how long a balancer may take to become active (SPEC D15)
 * @param onNewer for namespaces that say nothing (SPEC D10)
 */
public record DeliveryPolicy(
        Duration bake,
        Duration minBake,
        Duration grace,
        Duration rolloutDeadline,
        OnNewer onNewer) {}
