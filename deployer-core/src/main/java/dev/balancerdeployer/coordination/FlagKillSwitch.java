package dev.balancerdeployer.coordination;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kill switch as an ITS value (SPEC C5). It fails closed: what is missing, unreadable or not
 * exactly as expected allows nothing.
 */
final class FlagKillSwitch implements KillSwitch {

    /** How long one read may take. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(FlagKillSwitch.class);

    private final ItsValues values;
    private final ItsPath path;
    private final ClosedLocations policy;

    FlagKillSwitch(ItsValues values, ItsPath path, ClosedLocations policy) {
        this.values = values;
        this.path = path;
        this.policy = policy;
    }

    @Override
    public SwitchState read() {
        try {
            return values.findLinearizable(path, LIMIT)
                    .map(this::judge)
                    .orElseGet(() -> closed("does not exist (never created, or deleted)"));
        } catch (StoreUnavailable e) {
            LOG.warn("kill switch {} could not be read: {}", path, String.valueOf(e.getCause()));
            return closed("could not be read within %d s".formatted(LIMIT.toSeconds()));
        }
    }

    private SwitchState judge(ItsValue value) {
        SwitchFlag flag;
        try {
            flag = SwitchFlag.parse(value.json());
        } catch (IllegalArgumentException e) {
            return closed(
                    "is malformed in version %d by %s: %s"
                            .formatted(value.version(), value.author(), e.getMessage()),
                    Set.of(),
                    value.updatedAt());
        }
        if (!flag.enabled()) {
            return closed(
                    "was closed by " + value.author() + because(flag), Set.of(), value.updatedAt());
        }
        if (policy == ClosedLocations.HOLD && !flag.closedLocations().isEmpty()) {
            return closed(
                    "names closed locations (%s), by %s%s"
                            .formatted(names(flag), value.author(), because(flag)),
                    flag.closedLocations(),
                    value.updatedAt());
        }
        return new SwitchState.Open(Set.copyOf(flag.closedLocations()), flag.reason());
    }

    private SwitchState closed(String why) {
        return closed(why, Set.of(), null);
    }

    private SwitchState closed(String why, Set<String> locations, @Nullable Instant since) {
        return new SwitchState.Closed("kill switch %s %s".formatted(path, why), locations, since);
    }

    private static String names(SwitchFlag flag) {
        return String.join(", ", flag.closedLocations());
    }

    private static String because(SwitchFlag flag) {
        return flag.reason().isBlank() ? "" : ": " + flag.reason();
    }
}
