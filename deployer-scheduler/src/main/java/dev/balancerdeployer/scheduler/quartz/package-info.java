/** Schedules on Quartz, kept in memory: what was taken is in the job ledger (SPEC C6). */
@NullMarked
package dev.balancerdeployer.scheduler.quartz;

import org.jspecify.annotations.NullMarked;
