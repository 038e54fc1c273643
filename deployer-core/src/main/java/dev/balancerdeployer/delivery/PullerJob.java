package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Job;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.KillSwitch;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.coordination.RunResult;
import dev.balancerdeployer.coordination.SwitchState;

/**
 * Brings what was changed in awacs by hand to Git (SPEC D13, D14): commits of many namespaces go in
 * one push, and the books are kept after each.
 *
 * <pre>{@code
 * judge -> commit (in the mirror) -> check lease and switch -> push -> books
 *   ^                                                           |
 *   +-------- fetch, read awacs again <-- somebody was faster --+
 * }</pre>
 *
 * A run that dies between push and books is made good by the trailers of its commits.
 */
final class PullerJob implements Job {

    private final KillSwitch killSwitch;
    private final Services services;

    /** What a run works with. */
    record Services(
            DeliveryRecords records,
            ConfigRepository repository,
            ConfigCommits commits,
            Pulling pulling,
            PullMode mode) {}

    PullerJob(KillSwitch killSwitch, Services services) {
        this.killSwitch = killSwitch;
        this.services = services;
    }

    @Override
    public JobName name() {
        return JobName.PULLER;
    }

    @Override
    public RunResult run(RunContext run) throws InterruptedException {
        return switch (killSwitch.read()) {
            case SwitchState.Closed it -> RunResult.skipped(it.reason());
            case SwitchState.Open _ -> new PullRound(services, run).result();
        };
    }
}
