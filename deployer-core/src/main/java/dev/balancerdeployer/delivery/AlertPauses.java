package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.delivery.Awacs.Lift;
import dev.balancerdeployer.delivery.Awacs.Outcome;
import dev.balancerdeployer.delivery.NewBalancer.NewPause;
import dev.balancerdeployer.delivery.OpenAttempt.Action;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts of monitoring stop rollouts (SPEC D18): a firing one pauses the locations that its
 * namespace's rollout has still to come to, its end lifts that pause and no other. Needs neither
 * semaphore, fence nor an open switch: a pause only holds back, and its end gives a location no
 * more than the rollout has left open to it. Thread-safe, on any number of replicas.
 *
 * <p>Idempotent: told the same again it changes nothing, so that whatever was cut off half-way is
 * finished by telling it again. Each change is in the audit log.
 */
public final class AlertPauses {

    private static final Logger log = LoggerFactory.getLogger(AlertPauses.class);

    /** So many pauses on a balancer and it gets no more: rollouts and people need theirs. */
    static final int MAX_PAUSES = 24;

    /** Ignored alerts of one call that the log names. */
    private static final int MAX_NAMED = 10;

    private final DeliveryRecords records;
    private final Awacs awacs;
    private final Audit audit;
    private final Ids ids;

    AlertPauses(DeliveryRecords records, Awacs awacs, Audit audit, Ids ids) {
        this.records = records;
        this.awacs = awacs;
        this.audit = audit;
        this.ids = ids;
    }

    /** A balancer. */
    public record Place(NamespaceId namespace, LocationId location) {}

    /** What was changed: where a pause was set, and where one was lifted. */
    public record Applied(List<Place> paused, List<Place> lifted) {

        public Applied {
            paused = List.copyOf(paused);
            lifted = List.copyOf(lifted);
        }
    }

    /**
     * Sets and lifts what the alerts ask for; those that fire first, so that nothing is let go
     * between the two. An alert that names no known namespace, or a location that the namespace
     * does not have, is ignored.
     *
     * @param by author of the pauses
     * @throws AwacsUnavailable as {@link StoreUnavailable}: some of it may have happened; tell it
     *     again
     */
    public Applied apply(List<MonitoringAlert> alerts, Actor by) {
        var call = new Call(by);
        byNamespace(alerts, true).forEach(call::pause);
        byNamespace(alerts, false).forEach(call::lift);
        alerts.stream()
                .filter(it -> it.namespace().isEmpty())
                .forEach(it -> call.ignore(it, "it has no label namespace that names one"));
        call.tellIgnored();
        return new Applied(List.copyOf(call.paused), List.copyOf(call.lifted));
    }

    private static Map<NamespaceId, Collection<MonitoringAlert>> byNamespace(
            List<MonitoringAlert> alerts, boolean firing) {
        var all = new TreeMap<NamespaceId, Map<PauseToken, MonitoringAlert>>();
        alerts.stream()
                .filter(it -> it.firing() == firing)
                .forEach(it ->
                        it.namespace()
                                .ifPresent(namespace ->
                                        all.computeIfAbsent(namespace, _ -> new TreeMap<>())
                                                .putIfAbsent(it.token(), it)));
        var grouped = new TreeMap<NamespaceId, Collection<MonitoringAlert>>();
        all.forEach((namespace, them) -> grouped.put(namespace, them.values()));
        return grouped;
    }

    /** One call's work. */
    private final class Call {

        private final Actor by;
        private final Set<Place> paused = new LinkedHashSet<>();
        private final Set<Place> lifted = new LinkedHashSet<>();
        private final List<String> ignored = new ArrayList<>();

        Call(Actor by) {
            this.by = by;
        }

        void pause(NamespaceId namespace, Collection<MonitoringAlert> firing) {
            var record = records.find(namespace).map(DeliveryRecords.Stored::record);
            if (record.isEmpty()) {
                firing.forEach(it -> ignore(it, "there is no namespace " + namespace));
                return;
            }
            var written = written(record.get());
            var known = awacs.find(namespace);
            var meant =
                    firing.stream()
                            .filter(it -> {
                                var here = !it.located() || isOf(record.get(), known, it);
                                if (!here) {
                                    ignore(it, "%s is not in its location".formatted(namespace));
                                }
                                return here;
                            })
                            .toList();
            known.map(it -> StillToCome.of(record.get(), written, it)).stream()
                    .flatMap(List::stream)
                    .forEach(balancer -> pause(namespace, balancer, meant));
        }

        private void pause(
                NamespaceId namespace, Balancer balancer, Collection<MonitoringAlert> firing) {
            var pauses = balancer.pauses().size();
            for (var alert : firing) {
                if (balancer.pause(alert.token()).isPresent()) {
                    continue;
                }
                if (pauses >= MAX_PAUSES) {
                    log.warn(
                            "{}: {} has {} pauses, alerts get no more there",
                            namespace,
                            balancer.location(),
                            pauses);
                    return;
                }
                if (set(namespace, balancer.location(), alert)) {
                    pauses++;
                }
            }
        }

        private boolean set(NamespaceId namespace, LocationId location, MonitoringAlert alert) {
            var pause = new NewPause(alert.token(), PauseKind.ALERT, alert.reason(), null);
            var done = done(awacs.pause(namespace, location, pause, by, once()));
            done.ifPresent(it -> {
                paused.add(new Place(namespace, location));
                record("PAUSE_SET", namespace, location, alert, it.version());
            });
            return done.isPresent();
        }

        void lift(NamespaceId namespace, Collection<MonitoringAlert> resolved) {
            for (var balancer :
                    awacs.find(namespace).map(AwacsNamespace::balancers).orElse(List.of())) {
                for (var alert : resolved) {
                    var ours =
                            balancer.pause(alert.token())
                                    .filter(it -> it.kind() == PauseKind.ALERT);
                    if (ours.isPresent()) {
                        lift(namespace, balancer.location(), alert);
                    }
                }
            }
        }

        private void lift(NamespaceId namespace, LocationId location, MonitoringAlert alert) {
            var lift = new Lift(namespace, location, alert.token(), null, List.of());
            done(awacs.lift(lift, by, once()))
                    .ifPresent(it -> {
                        lifted.add(new Place(namespace, location));
                        record("PAUSE_LIFTED", namespace, location, alert, it.version());
                    });
        }

        /** A pause leaves the config's version as it is. */
        private void record(
                String action,
                NamespaceId namespace,
                LocationId location,
                MonitoringAlert alert,
                long version) {
            var what = "%s: %s".formatted(location, alert.reason());
            log.info("{}: {}: {}", namespace, action, what);
            audit.record(
                    new Audit.Entry(
                            by,
                            action,
                            "namespaces/" + namespace,
                            version,
                            version,
                            what,
                            Audit.Outcome.DONE,
                            null));
        }

        void ignore(MonitoringAlert alert, String why) {
            ignored.add("%s: %s".formatted(alert.reason(), why));
        }

        void tellIgnored() {
            ignored.stream()
                    .limit(MAX_NAMED)
                    .forEach(it -> log.info("Alert of monitoring ignored: {}", it));
            if (ignored.size() > MAX_NAMED) {
                log.info("Alerts of monitoring ignored: {} more", ignored.size() - MAX_NAMED);
            }
        }
    }

    /**
     * Whether awacs has the config of the rollout under way, which a run may have written without
     * having noted it yet.
     */
    private boolean written(NamespaceRecord record) {
        var progress = record.underWay();
        if (progress == null) {
            return false;
        }
        var open = progress.open();
        return progress.configVersion() != null
                || (open != null
                        && open.action() == Action.UPDATE
                        && awacs.attempt(record.id(), open.id()).isPresent());
    }

    private static boolean isOf(
            NamespaceRecord record, Optional<AwacsNamespace> known, MonitoringAlert alert) {
        return alert.location()
                .filter(it ->
                        record.source().locations().contains(it)
                                || known.flatMap(awacs -> awacs.balancer(it)).isPresent())
                .isPresent();
    }

    /** Sent again it is the same write; told again it is another one, since it may fire again. */
    private Safeguard once() {
        return new Safeguard(ids.attempt(), null, null);
    }

    /** Empty: the balancer is gone. */
    private static Optional<Outcome.Done> done(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done it -> Optional.of(it);
            case Outcome.Missing _ -> Optional.empty();
            case Outcome.Stale _, Outcome.FencedOff _, Outcome.NotActive _ ->
                    throw new IllegalStateException("refused without a condition: " + outcome);
        };
    }
}
