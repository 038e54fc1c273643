package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.delivery.RolloutProgress.UnderWay;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Sees what decides about one rollout now. Remembers the rollout's texts; for one thread. */
final class Look {

    private final Awacs awacs;
    private final Contents contents;
    private final DatabaseTime time;
    private @Nullable SortedMap<ObjectPath, String> texts;

    Look(Awacs awacs, Contents contents, DatabaseTime time) {
        this.awacs = awacs;
        this.contents = contents;
        this.time = time;
    }

    /** Time first: what is seen then is never older than it. */
    Situation at(Rollout rollout, UnderWay progress, Set<String> closed) {
        var now = time.now();
        var found = awacs.find(rollout.namespace());
        var foreign = found.map(it -> foreign(it, rollout, progress)).orElseGet(Foreign.None::new);
        return new Situation(rollout, progress, found.orElse(null), foreign, now, closed);
    }

    /** What the rollout delivers. */
    SortedMap<ObjectPath, String> texts(Rollout rollout) {
        var known = texts;
        if (known == null) {
            known = contents.texts(rollout.revision(), rollout.namespace());
            texts = known;
        }
        return known;
    }

    private Foreign foreign(AwacsNamespace namespace, Rollout rollout, UnderWay progress) {
        var version = progress.configVersion();
        if (version == null) {
            var ours = Contents.of(texts(rollout));
            return contents.judge(namespace, progress.plan().startVersion(), ours);
        }
        return version == namespace.version()
                ? new Foreign.None()
                : contents.judge(namespace, version, contents.at(namespace.id(), version));
    }
}
