package dev.balancerdeployer.weights;

import dev.balancerdeployer.coordination.Actor;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/** Weights as texts, for tests: {@code "search SAS=34 MSK=33; video SAS=1"}. */
@NullMarked
public final class Weighty {

    public static final ConfigId PRODUCTION = new ConfigId("production");
    public static final Actor ANN = new Actor("ann", "192.0.2.1");

    private Weighty() {}

    public static PerLocation<Weight> defaults(String text) {
        return parse(text, it -> Weight.of(new BigDecimal(it)));
    }

    public static PerLocation<Integer> points(String text) {
        return parse(text, Integer::valueOf);
    }

    /** A number or {@code default}. */
    public static PerLocation<NewWeight> wanted(String text) {
        return parse(
                text,
                it ->
                        it.equals("default")
                                ? new NewWeight.Default()
                                : new NewWeight.Exactly(Weight.of(new BigDecimal(it))));
    }

    public static Why because(String comment, SafetyRule... overrides) {
        return new Why(ANN, comment, new TreeSet<>(List.of(overrides)));
    }

    public static ChangeRequest config(String defaults) {
        return config(defaults, SafetyRules.DEFAULT);
    }

    public static ChangeRequest config(String defaults, SafetyRules rules) {
        return request(new Change.PutConfig(defaults(defaults), rules));
    }

    public static ChangeRequest set(String wanted) {
        return request(new Change.Set(wanted(wanted)));
    }

    public static ChangeRequest put(String wanted) {
        return request(new Change.PutValues(wanted(wanted)));
    }

    public static ChangeRequest request(Change change) {
        return ChangeRequest.of(PRODUCTION, change, because("test"));
    }

    public static Location at(String name) {
        return new Location(name);
    }

    private static <V> PerLocation<V> parse(String text, Function<String, V> of) {
        var all = new TreeMap<Component, SortedMap<Location, V>>();
        for (var part : text.split(";", -1)) {
            if (part.isBlank()) {
                continue;
            }
            var words = part.strip().split(" +", -1);
            var row = new TreeMap<Location, V>();
            for (var i = 1; i < words.length; i++) {
                var pair = words[i].split("=", -1);
                row.put(new Location(pair[0]), of.apply(pair[1]));
            }
            all.put(new Component(words[0]), row);
        }
        return new PerLocation<>(all);
    }
}
