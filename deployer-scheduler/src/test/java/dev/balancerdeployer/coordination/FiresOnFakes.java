package dev.balancerdeployer.coordination;

import org.jspecify.annotations.NullMarked;

/** Fires of one replica that go into a ledger as in production, without anything that runs them. */
@NullMarked
public final class FiresOnFakes {

    private FiresOnFakes() {}

    public static JobFires into(JobLedger ledger, DatabaseTime time, String host) {
        var book = new Bookkeeper(ledger, time, new Replica(host, host + "/1/x"));
        return book::fire;
    }
}
