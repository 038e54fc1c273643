package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ConfigCommits;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Revision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands where no repository is configured. */
final class UnsetConfigCommits implements ConfigCommits {

    @Override
    public Map<NamespaceId, Map<ObjectPath, Claimed>> pulled(Revision head) {
        throw UnsetConfigRepository.unset();
    }

    @Override
    public Written write(Revision onto, NamespaceId namespace, List<Wanted> wanted) {
        throw UnsetConfigRepository.unset();
    }

    @Override
    public boolean push(String branch, @Nullable Revision expected, Revision tip) {
        throw UnsetConfigRepository.unset();
    }
}
