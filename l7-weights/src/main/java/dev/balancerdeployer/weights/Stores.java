package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.ItsValues;

/** All that weights are kept in. */
record Stores(
        ConfigRecords configs,
        VersionHistory history,
        FiledAnswers answers,
        EndedShifts ended,
        ItsValues its,
        DatabaseTime time,
        Audit audit) {}
