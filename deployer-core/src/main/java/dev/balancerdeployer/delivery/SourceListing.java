package dev.balancerdeployer.delivery;

import java.util.List;

/**
 * All namespaces of one revision, sorted by name.
 *
 * @param refused those that must not be delivered, with the reasons
 */
public record SourceListing(
        Revision revision, List<SourceNamespace> namespaces, List<Refused> refused) {

    public SourceListing {
        namespaces = List.copyOf(namespaces);
        refused = List.copyOf(refused);
    }

    /**
     * @param name the directory's name as far as it can be shown; not always a {@link NamespaceId}
     * @param problems at least one
     */
    public record Refused(String name, List<SourceProblem> problems) {

        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
