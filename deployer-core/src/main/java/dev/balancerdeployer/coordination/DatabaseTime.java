package dev.balancerdeployer.coordination;

import java.time.Instant;

/** The clock that decisions are made by: that of the database's primary (SPEC C1). */
public interface DatabaseTime {

    /**
     * The database's time now, to the millisecond.
     *
     * @throws StoreUnavailable if the database did not answer in time; a retry is safe
     */
    Instant now();
}
