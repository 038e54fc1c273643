package dev.balancerdeployer.delivery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object that Git and awacs changed in different ways, and nobody has decided about yet (SPEC
 * D13).
 *
 * @param git the revision whose text stands against awacs'
 * @param awacsVersion the version that was judged
 */
record OpenConflict(ObjectPath object, Revision git, long awacsVersion) {

    /** Found by the rollout under way, the one that waits, and the puller, in this order. */
    static List<OpenConflict> of(NamespaceRecord record) {
        var all = new ArrayList<OpenConflict>();
        var current = record.current();
        if (current != null) {
            add(all, record, current.conflict(), current.revision());
        }
        var waiting = record.waiting();
        if (waiting != null) {
            add(all, record, waiting.conflict(), waiting.revision());
        }
        var pulled = record.pulls().conflict();
        if (pulled != null) {
            add(all, record, pulled.found(), pulled.revision());
        }
        return all;
    }

    private static void add(
            List<OpenConflict> all,
            NamespaceRecord record,
            @Nullable Conflict conflict,
            Revision git) {
        if (conflict == null) {
            return;
        }
        for (var object : conflict.objects()) {
            var decided =
                    record.pulls()
                            .resolution(object)
                            .filter(it -> it.version() == conflict.awacsVersion());
            if (decided.isEmpty() && all.stream().noneMatch(it -> it.object().equals(object))) {
                all.add(new OpenConflict(object, git, conflict.awacsVersion()));
            }
        }
    }
}
