package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.coordination.Upkeep;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the example config {@code production}, unless there is one of that name. Tried at start,
 * and again in the background until the store has answered. Thread-safe.
 */
final class FirstConfig implements Upkeep {

    private static final Logger log = LoggerFactory.getLogger(FirstConfig.class);

    private static final ConfigId PRODUCTION = new ConfigId("production");
    private static final List<String> COMPONENTS = List.of("search", "video", "images");
    private static final List<String> LOCATIONS = List.of("SAS", "MSK", "MAN", "VLA");

    private final WeightChanges changes;
    private final Audit audit;
    private boolean there;

    FirstConfig(WeightChanges changes, Audit audit) {
        this.changes = changes;
        this.audit = audit;
    }

    @Override
    public String name() {
        return "example weights";
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public synchronized void round() {
        if (there) {
            return;
        }
        if (changes.apply(request()) instanceof Outcome.Done) {
            log.info("L7 config {} created, since the examples are on", PRODUCTION);
            audit.record(entry());
        }
        there = true; // a refusal says that there is one
    }

    /** As {@link #round}, but a store that does not answer must not keep us from starting. */
    void atStart() {
        try {
            round();
        } catch (StoreUnavailable e) {
            log.warn("example weights not made, will try again: {}", e.getMessage());
        }
    }

    private static ChangeRequest request() {
        var locations = new LinkedHashMap<Location, Weight>();
        LOCATIONS.forEach(it -> locations.put(new Location(it), Weight.of(25)));
        var defaults = new TreeMap<Component, Map<Location, Weight>>();
        COMPONENTS.forEach(it -> defaults.put(new Component(it), locations));
        var put = new Change.PutConfig(PerLocation.of(defaults), SafetyRules.DEFAULT);
        var why = Why.of(Actor.self(), "created with the examples");
        return new ChangeRequest(PRODUCTION, put, why, new Expected.Absence(), null, false);
    }

    private static Audit.Entry entry() {
        return new Audit.Entry(
                Actor.self(),
                "L7_CONFIG_PUT",
                "l7heavy/" + PRODUCTION,
                null,
                1L,
                "created with the examples",
                Audit.Outcome.DONE,
                null);
    }
}
