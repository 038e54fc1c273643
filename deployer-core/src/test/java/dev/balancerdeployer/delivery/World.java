package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.coordination.Job;
import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.RunChange;
import dev.balancerdeployer.coordination.RunContext;
import dev.balancerdeployer.coordination.RunId;
import dev.balancerdeployer.coordination.RunResult;
import dev.balancerdeployer.coordination.SemaphoreName;
import dev.balancerdeployer.coordination.SwitchState;
import dev.balancerdeployer.coordination.WriteGuard;
import dev.balancerdeployer.coordination.WriteGuard.Clearance;
import dev.balancerdeployer.delivery.registry.Activation;
import dev.balancerdeployertest.MutableClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A repository, an awacs and the two jobs in virtual time. Whoever runs a job may be killed at any
 * call to a store or to awacs, before or after it happened; the next run has a new fence and new
 * objects on the same stores, as a new process would.
 */
final class World {

    static final Duration BAKE = Duration.ofHours(1);

    final MutableClock clock = new MutableClock();
    final DatabaseTime time = clock::instant;
    final InMemoryConfigRepository repository = new InMemoryConfigRepository();
    final InMemoryAwacs awacs;
    private Awacs port;
    final InMemoryDeliveryRecords records = new InMemoryDeliveryRecords();
    final InMemoryDeployments deployments = new InMemoryDeployments();
    final InMemoryAlertRecords alerts = new InMemoryAlertRecords();
    final List<RunChange> changes = new ArrayList<>();
    SwitchState killSwitch = new SwitchState.Open(Set.of(), "");
    private final Ids ids = new Ids(new Random(1));
    private long fence;
    private int calls;
    private final Map<Integer, Event> before = new HashMap<>();
    private final Map<Integer, Event> after = new HashMap<>();

    World() {
        this(Activation.IMMEDIATE);
    }

    World(Activation activation) {
        awacs = new InMemoryAwacs(time, activation);
        port = awacs;
    }

    /** From now on runs reach awacs through that one only. */
    void through(Awacs witness) {
        port = witness;
    }

    /** The process died. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;
    }

    /** From now on the n-th call kills the run, before or after it happened; 0: never. */
    void killAt(int call, boolean afterwards) {
        nothingHappens();
        if (call > 0) {
            at(
                    call,
                    afterwards,
                    _ -> {
                        throw new Killed();
                    });
        }
    }

    /** What happens at a call to a port, in the middle of a run. */
    interface Event {

        /** May throw what the port throws, or {@link Killed}. */
        void happen(Class<?> port);
    }

    /** At the n-th call from now on, before or after it happened. */
    void at(int call, boolean afterwards, Event event) {
        (afterwards ? after : before).put(calls + call, event);
    }

    void nothingHappens() {
        before.clear();
        after.clear();
    }

    RunResult deploy() {
        return run(deployer(), true);
    }

    /** A run that only requests wanted. */
    RunResult deployRequested() {
        return run(deployer(), false);
    }

    /** A run that nobody asked for but the upkeep. */
    RunResult deployWaiting() {
        return run(deployer(), false);
    }

    RunResult unpause() {
        return run(unpauser(), true);
    }

    RunResult pull() {
        return run(puller(PullMode.COMMIT), true);
    }

    /** The puller pushes branches for a review. */
    RunResult propose() {
        return run(puller(PullMode.BRANCH), true);
    }

    /** The monitor, whose alerts are told to somebody. */
    RunResult monitor() {
        return run(
                new MonitorJob(
                        new MonitorJob.Sources(
                                records,
                                awacs,
                                () -> killSwitch,
                                time,
                                () ->
                                        new Why(
                                                awacs,
                                                repository,
                                                time,
                                                () -> killSwitch,
                                                new KnownJobs(JobName.DEPLOYER))),
                        book(),
                        Duration.ofHours(1)),
                true);
    }

    AlertBook book() {
        return new AlertBook(alerts, time, Duration.ofHours(4), true);
    }

    AlertOutbox outbox() {
        return new StoredOutbox(alerts, time);
    }

    Resolving resolving() {
        return new Resolving(
                records,
                new Contents(awacs, repository),
                new KnownJobs(JobName.DEPLOYER),
                time,
                ids);
    }

    Resolving.Resolved resolve(String namespace, String object, Take take) {
        return resolving()
                .resolve(
                        new NamespaceId(namespace),
                        new ObjectPath(object),
                        take,
                        new Actor("bob", "192.0.2.8"));
    }

    NamespaceView view(String namespace) {
        return namespaces().find(new NamespaceId(namespace)).orElseThrow();
    }

    /** The bakes pass until its rollout is complete. */
    void complete(String namespace) {
        for (var i = 0; i < 12; i++) {
            clock.advance(BAKE);
            unpause();
        }
        assertThat(current(namespace).state()).isEqualTo(RolloutState.COMPLETED);
    }

    /** What blocks it now. */
    List<Blocker.Kind> why(RolloutId rollout) {
        return rollouts().why(rollout).orElseThrow().stream().map(Blocker::kind).toList();
    }

    Deployment request(String revision, String... namespaces) {
        var wanted =
                Deployment.Wanted.usual(
                        revision,
                        List.of(namespaces).stream().map(NamespaceId::new).toList(),
                        "because");
        return deployments.accept(
                Deployment.accepted(ids.deployment(), wanted, "alice", clock.instant()));
    }

    /** Force, or rollback. */
    Deployment request(Manner manner, String revision, String... namespaces) {
        var wanted =
                new Deployment.Wanted(
                        revision,
                        List.of(namespaces).stream().map(NamespaceId::new).toList(),
                        "because",
                        manner,
                        Deployment.Origin.PERSON);
        return deployments.accept(
                Deployment.accepted(ids.deployment(), wanted, "alice", clock.instant()));
    }

    /** By the push hook. */
    Deployment pushed(String revision) {
        var wanted =
                new Deployment.Wanted(
                        revision, List.of(), "pushed", Manner.USUAL, Deployment.Origin.PUSH);
        return deployments.accept(
                Deployment.accepted(ids.deployment(), wanted, "git", clock.instant()));
    }

    Holds holds() {
        return new Holds(records, new KnownJobs(JobName.DEPLOYER));
    }

    Rollouts rollouts() {
        return new Rollouts(
                records,
                awacs,
                new Why(
                        awacs,
                        repository,
                        time,
                        () -> killSwitch,
                        new KnownJobs(JobName.DEPLOYER)));
    }

    Namespaces namespaces() {
        return new Namespaces(records, awacs, repository);
    }

    NamespaceRecord record(String namespace) {
        return records.find(new NamespaceId(namespace)).orElseThrow().record();
    }

    Rollout current(String namespace) {
        var current = record(namespace).current();
        if (current == null) {
            throw new AssertionError("no rollout of " + namespace);
        }
        return current;
    }

    /** Null: no record. */
    @Nullable NamespaceRecord known(NamespaceId namespace) {
        return records.find(namespace).map(DeliveryRecords.Stored::record).orElse(null);
    }

    String token(String namespace) {
        return current(namespace).token().value();
    }

    private RunResult run(Job job, boolean scheduled) {
        fence++;
        clock.advance(Duration.ofMillis(1)); // no two runs start at the same time
        try {
            return job.run(new Run(job.name(), fence, scheduled));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private DeployerJob deployer() {
        var store = mortal(DeliveryRecords.class, records);
        var target = mortal(Awacs.class, port);
        var driver = new RolloutDriver(store, target, repository, time);
        var policy = new DeliveryPolicy(BAKE, BAKE, Duration.ofMinutes(45), BAKE, OnNewer.QUEUE);
        return new DeployerJob(
                store,
                mortal(Deployments.class, deployments),
                repository,
                () -> killSwitch,
                new Delivery(
                        store,
                        repository,
                        new Starting(
                                store,
                                target,
                                repository,
                                mortal(ConfigCommits.class, repository),
                                time,
                                policy),
                        driver,
                        time,
                        ids),
                driver);
    }

    private UnpauserJob unpauser() {
        var store = mortal(DeliveryRecords.class, records);
        return new UnpauserJob(
                store,
                () -> killSwitch,
                new RolloutDriver(store, mortal(Awacs.class, port), repository, time));
    }

    private PullerJob puller(PullMode mode) {
        var store = mortal(DeliveryRecords.class, records);
        var target = mortal(Awacs.class, port);
        var driver = new RolloutDriver(store, target, repository, time);
        return new PullerJob(
                () -> killSwitch,
                new PullerJob.Services(
                        store,
                        repository,
                        mortal(ConfigCommits.class, repository),
                        new Pulling(store, target, repository, driver, time),
                        mode));
    }

    private <T> T mortal(Class<T> port, T inner) {
        var proxy =
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, method, arguments) -> {
                            calls++;
                            var call = calls;
                            happen(before.remove(call), port);
                            try {
                                var answer = method.invoke(inner, arguments);
                                happen(after.remove(call), port);
                                return answer;
                            } catch (InvocationTargetException e) {
                                throw e.getTargetException();
                            }
                        });
        return port.cast(proxy);
    }

    private static void happen(@Nullable Event event, Class<?> port) {
        if (event != null) {
            event.happen(port);
        }
    }

    /** One run. */
    private final class Run implements RunContext {

        private final JobName job;
        private final long fence;
        private final boolean scheduled;
        private final Instant startedAt = clock.instant();

        Run(JobName job, long fence, boolean scheduled) {
            this.job = job;
            this.fence = fence;
            this.scheduled = scheduled;
        }

        @Override
        public RunId runId() {
            return new RunId("run-" + fence);
        }

        @Override
        public JobName job() {
            return job;
        }

        @Override
        public String requestedBy() {
            return Actor.SELF;
        }

        @Override
        public boolean scheduled() {
            return scheduled;
        }

        @Override
        public Instant startedAt() {
            return startedAt;
        }

        @Override
        public Fence fence() {
            return new Fence(new SemaphoreName("S"), fence);
        }

        @Override
        public WriteGuard guard() {
            return () ->
                    switch (killSwitch) {
                        case SwitchState.Closed it -> new Clearance.Refused(it.reason(), false);
                        case SwitchState.Open(var closed, var _) ->
                                new Clearance.Cleared(
                                        fence(), clock.instant().plusSeconds(2), closed);
                    };
        }

        @Override
        public void checkpoint() {}

        @Override
        public void changed(RunChange change) {
            changes.add(change);
        }

        @Override
        public void unanswered(@Nullable Instant notAfter) {}
    }
}
