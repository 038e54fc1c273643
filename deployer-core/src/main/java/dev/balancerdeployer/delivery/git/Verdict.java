package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ContentDigest;
import dev.balancerdeployer.delivery.SourceProblem;
import java.util.List;

/** What a namespace's directory is worth. */
sealed interface Verdict {

    record Good(ContentDigest digest, NamespaceFile file) implements Verdict {}

    /**
     * @param problems at least one
     * @param damaged whether objects could not be read, so that it may be good after all
     */
    record Bad(List<SourceProblem> problems, boolean damaged) implements Verdict {

        public Bad {
            problems = List.copyOf(problems);
        }
    }
}
