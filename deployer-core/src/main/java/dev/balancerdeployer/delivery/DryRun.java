package dev.balancerdeployer.delivery;

import java.util.List;

/**
 * What a deployment would roll (SPEC D6).
 *
 * @param changes namespaces that would roll
 * @param unchanged those whose content is delivered or on its way already
 */
public record DryRun(
        Revision revision,
        List<NamespaceChange> changes,
        List<NamespaceId> unchanged,
        List<Deployment.Invalid> invalid) {

    public DryRun {
        changes = List.copyOf(changes);
        unchanged = List.copyOf(unchanged);
        invalid = List.copyOf(invalid);
    }

    /**
     * @param objects sorted by path; none if only a location is new
     */
    public record NamespaceChange(NamespaceId namespace, List<ObjectChange> objects) {

        public NamespaceChange {
            objects = List.copyOf(objects);
        }
    }

    /**
     * @param unified the change as a unified diff
     */
    public record ObjectChange(ObjectPath path, Op op, String unified) {}

    /** What happens to an object. */
    public enum Op {
        ADD,
        REMOVE,
        REPLACE
    }
}
