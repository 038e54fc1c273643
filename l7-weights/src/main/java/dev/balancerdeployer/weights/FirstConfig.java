package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Audit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the example config {@code production}, unless it is there. */
public final class FirstConfig {

    private static final ConfigId PRODUCTION = new ConfigId("production");
    private static final List<String> COMPONENTS = List.of("search", "video", "images");

    private final WeightChanges changes;
    private final Audit audit;

    FirstConfig(WeightChanges changes, Audit audit) {
        this.changes = changes;
        this.audit = audit;
    }

    /** Idempotent; a config of that name is left as it is. */
    public void create() {
        var locations = new LinkedHashMap<Location, Weight>();
        for (var location : List.of("SAS", "MSK", "MAN", "VLA")) {
            locations.put(new Location(location), Weight.of(25));
        }
        var defaults = new TreeMap<Component, Map<Location, Weight>>();
        COMPONENTS.forEach(it -> defaults.put(new Component(it), locations));
        var put = new Change.PutConfig(PerLocation.of(defaults), SafetyRules.DEFAULT);
        var why = Why.of(Actor.self(), "created with the examples");
        var request =
                new ChangeRequest(PRODUCTION, put, why, new Expected.Absence(), null, false);
        if (changes.apply(request) instanceof Outcome.Done) {
            audit.record(
                    new Audit.Entry(
                            why.by(),
                            "L7_CONFIG_PUT",
                            "l7heavy/" + PRODUCTION,
                            null,
                            1L,
                            why.comment(),
                            Audit.Outcome.DONE,
                            null));
        }
    }
}
