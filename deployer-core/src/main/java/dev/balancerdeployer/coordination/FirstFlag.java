package dev.balancerdeployer.coordination;

import dev.balancerdeployer.coordination.Audit.Entry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the kill switch's flag as enabled, once in the life of an installation (SPEC C5): a flag
 * that somebody deleted stays deleted, and delivery closed. Tried at start, so that the first run
 * finds it, and again in the background until the store has answered. Thread-safe.
 */
final class FirstFlag implements Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(FirstFlag.class);
    private static final String COMMENT = "created at first start";

    private final ItsValues values;
    private final Audit audit;
    private final ItsPath path;
    private Step step = Step.CREATE;

    FirstFlag(ItsValues values, Audit audit, ItsPath path) {
        this.values = values;
        this.audit = audit;
        this.path = path;
    }

    @Override
    public String name() {
        return "kill switch at first start";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public synchronized void round() {
        if (step == Step.CREATE) {
            step = create();
        }
        if (step == Step.RECORD) {
            audit.record(entry());
            step = Step.NOTHING;
        }
    }

    /** As {@link #round}, but a store that does not answer must not keep us from starting. */
    void atStart() {
        try {
            round();
        } catch (StoreUnavailable e) {
            LOG.warn(
                    "kill switch {} not looked at, will try again: {}",
                    path,
                    String.valueOf(e.getCause()));
        }
    }

    private Step create() {
        return switch (values.createFirst(path, SwitchFlag.OPEN, Actor.self(), COMMENT)) {
            case ItsValues.Outcome.Saved _ -> {
                LOG.info("kill switch {} created as enabled, for it never was", path);
                yield Step.RECORD;
            }
            case ItsValues.Outcome.Exists _,
                    ItsValues.Outcome.Stale _,
                    ItsValues.Outcome.Missing _ ->
                    Step.NOTHING;
        };
    }

    private Entry entry() {
        return new Entry(
                Actor.self(),
                "ITS_PUT",
                "its/" + path,
                null,
                1L,
                COMMENT,
                Audit.Outcome.DONE,
                null);
    }

    /** What is left to do. */
    private enum Step {
        CREATE,
        RECORD,
        NOTHING
    }
}
