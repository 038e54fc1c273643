package dev.balancerdeployer.delivery.registry;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.registry.HostedNamespace.LandedAttempt;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The registry's store without a database; one lock stands for the server. */
public final class InMemoryHostedNamespaces implements HostedNamespaces {

    private final DatabaseTime time;
    private final TreeMap<NamespaceId, Stored> namespaces = new TreeMap<>();
    private final Map<List<Object>, VersionLine> versions = new HashMap<>();
    private final Map<List<Object>, LandedAttempt> attempts = new HashMap<>();

    public InMemoryHostedNamespaces(DatabaseTime time) {
        this.time = time;
    }

    @Override
    public synchronized Optional<Stored> find(NamespaceId id) {
        return Optional.ofNullable(namespaces.get(id));
    }

    @Override
    public synchronized List<HostedNamespace> findAll(Collection<NamespaceId> ids) {
        return ids.stream().flatMap(it -> find(it).stream()).map(this::withoutAttempts).toList();
    }

    @Override
    public synchronized List<HostedNamespace> list(@Nullable NamespaceId after, int limit) {
        var all = after == null ? namespaces : namespaces.tailMap(after, false);
        return all.values().stream()
                .filter(it -> it.namespace().version() > 0)
                .limit(limit)
                .map(this::withoutAttempts)
                .toList();
    }

    @Override
    public synchronized void reserve(NamespaceId id) {
        namespaces.putIfAbsent(id, new Stored(HostedNamespace.stub(id), 1));
    }

    @Override
    public synchronized boolean replace(Stored before, HostedNamespace after, Instant deadline) {
        var now = namespaces.get(after.id());
        if (now == null || now.rev() != before.rev() || !time.now().isBefore(deadline)) {
            return false;
        }
        namespaces.put(after.id(), new Stored(after, before.rev() + 1));
        return true;
    }

    @Override
    public synchronized void fileVersion(NamespaceId id, VersionLine line) {
        versions.putIfAbsent(List.of(id, line.version()), line);
    }

    @Override
    public synchronized List<VersionLine> filedVersions(NamespaceId id, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(it -> Optional.ofNullable(versions.get(List.<Object>of(id, it))))
                .flatMap(Optional::stream)
                .toList()
                .reversed();
    }

    @Override
    public synchronized void fileAttempts(NamespaceId id, List<LandedAttempt> landed) {
        landed.forEach(it -> attempts.putIfAbsent(List.of(id, it.id()), it));
    }

    @Override
    public synchronized Optional<LandedAttempt> filedAttempt(NamespaceId id, AttemptId attempt) {
        return Optional.ofNullable(attempts.get(List.<Object>of(id, attempt)));
    }

    private HostedNamespace withoutAttempts(Stored stored) {
        return stored.namespace().withAttempts(List.of());
    }
}
