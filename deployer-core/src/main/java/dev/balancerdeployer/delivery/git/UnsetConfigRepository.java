package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ConfigRepository;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.SourceListing;
import dev.balancerdeployer.delivery.SourceUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Stands where no repository is configured. */
final class UnsetConfigRepository implements ConfigRepository {

    @Override
    public Revision fetch() {
        throw unset();
    }

    @Override
    public List<String> deliveredBranch() {
        return List.of();
    }

    @Override
    public Optional<Revision> resolve(String name) {
        throw unset();
    }

    @Override
    public boolean contains(Revision revision, Revision ancestor) {
        throw unset();
    }

    @Override
    public SourceListing list(Revision revision) {
        throw unset();
    }

    @Override
    public SortedMap<ObjectPath, String> objects(Revision revision, NamespaceId namespace) {
        throw unset();
    }

    static SourceUnavailable unset() {
        return new SourceUnavailable("no config repository is configured (deployer.git.url)");
    }
}
