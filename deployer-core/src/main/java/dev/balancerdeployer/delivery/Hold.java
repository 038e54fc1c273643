package dev.balancerdeployer.delivery;

import java.time.Instant;

/**
 * Nothing is delivered to a held namespace by itself: not by a scheduled run and not by a push
 * (SPEC D6, D17). It ends when it is lifted, or when a person deploys a newer revision.
 *
 * @param by who asked for what holds it
 * @param since database time
 */
public record Hold(String reason, String by, Instant since) {}
