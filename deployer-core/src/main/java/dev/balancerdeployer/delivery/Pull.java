package dev.balancerdeployer.delivery;

import dev.balancerdeployer.delivery.DeliveryRecords.Stored;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be pulled of one namespace, as it was judged.
 *
 * @param stored the record, claimed by this run
 * @param base with what earlier pulls brought; null: the two sides have not met
 * @param git what the delivered branch holds
 * @param theirs what awacs holds
 * @param version awacs' version of that
 * @param since for each object that is to be pulled the version after which its changes count
 * @param conflict what is not pulled, if there is any
 * @param earlier what was pulled before, as the branch tells, and is not in the books
 */
record Pull(
        Stored stored,
        @Nullable Base base,
        SortedMap<ObjectPath, ObjectDigest> git,
        SortedMap<ObjectPath, ObjectDigest> theirs,
        long version,
        ThreeWay judged,
        Map<ObjectPath, Long> since,
        @Nullable GitConflict conflict,
        List<Pulled> earlier) {

    Pull {
        since = Map.copyOf(since);
        earlier = List.copyOf(earlier);
    }

    NamespaceId namespace() {
        return stored.record().id();
    }
}
