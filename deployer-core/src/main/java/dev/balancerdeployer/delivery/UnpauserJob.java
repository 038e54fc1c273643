package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Job;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.KillSwitch;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.coordination.RunResult;
import dev.balancerdeployer.coordination.SwitchState;
import java.util.Set;

/** Moves rollouts on, by at most one location of a namespace in each run (SPEC D12). */
final class UnpauserJob implements Job {

    private final DeliveryRecords records;
    private final KillSwitch killSwitch;
    private final RolloutDriver driver;

    UnpauserJob(DeliveryRecords records, KillSwitch killSwitch, RolloutDriver driver) {
        this.records = records;
        this.killSwitch = killSwitch;
        this.driver = driver;
    }

    @Override
    public JobName name() {
        return JobName.UNPAUSER;
    }

    @Override
    public RunResult run(RunContext run) throws InterruptedException {
        return switch (killSwitch.read()) {
            case SwitchState.Closed it -> RunResult.skipped(it.reason());
            case SwitchState.Open(var closed, var _) -> run(run, closed);
        };
    }

    private RunResult run(RunContext run, Set<String> closed) throws InterruptedException {
        var done = new DeliveryRun("nothing to deliver");
        for (var stored : records.underWay()) {
            run.checkpoint();
            var id = stored.record().id();
            Guarded.run(id, done, () -> done.add(id, driver.drive(id, run, closed, true)));
        }
        return done.result();
    }
}
