package dev.balancerdeployer;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds settings under our own prefixes that nothing reads, which are most likely misspelt.
 *
 * @param known names of settings; one that ends in {@code .*} stands for everything below it
 */
record UnknownSettings(Set<String> known) {

    private static final Set<String> PREFIXES = Set.of("deployer", "awacs", "l7");

    /** A name that needs more edits than this to become another one is no misspelling of it. */
    private static final int NEAR = 4;

    UnknownSettings {
        known = Set.copyOf(known);
    }

    /** Knows what the settings records of the application are bound from. */
    static UnknownSettings of(ApplicationContext context) {
        var known = new TreeSet<String>();
        for (var bean : ConfigurationPropertiesBean.getAll(context).values()) {
            collect(
                    known,
                    bean.getAnnotation().prefix(),
                    bean.asBindTarget().getType().resolve(Object.class));
        }
        return new UnknownSettings(known);
    }

    /**
     * The names that are set and not known. Environment variables are left out, for their spelling
     * does not tell dots from dashes.
     */
    SortedSet<String> in(ConfigurableEnvironment environment) {
        var unknown = new TreeSet<String>();
        for (var source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource names
                    && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                names.stream().filter(this::misses).forEach(it -> unknown.add(text(it)));
            }
        }
        return unknown;
    }

    /** The known name that was most likely meant. */
    Optional<String> nearest(String name) {
        return known.stream()
                .map(it -> Map.entry(it, distance(it, name)))
                .filter(it -> it.getValue() <= NEAR)
                .min(
                        Map.Entry.<String, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .map(Map.Entry::getKey);
    }

    private boolean misses(ConfigurationPropertyName name) {
        if (!PREFIXES.contains(name.getElement(0, Form.UNIFORM))) {
            return false;
        }
        var text = uniform(text(name));
        return known.stream()
                .map(UnknownSettings::uniform)
                .noneMatch(it ->
                        it.endsWith(".*")
                                ? text.startsWith(it.substring(0, it.length() - 1))
                                : it.equals(text));
    }

    /** Boot takes {@code data-dir}, {@code dataDir} and {@code DATA_DIR} for the same. */
    private static String uniform(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static String text(ConfigurationPropertyName name) {
        return name.toString().replaceAll("\\[.*", "");
    }

    private static void collect(Collection<String> known, String name, Class<?> type) {
        if (Map.class.isAssignableFrom(type)) {
            known.add(name + ".*");
        } else if (type.isRecord()) {
            for (var part : type.getRecordComponents()) {
                var dashed = DataObjectPropertyName.toDashedForm(part.getName());
                collect(known, name + "." + dashed, part.getType());
            }
        } else {
            known.add(name);
        }
    }

    /** How many letters must be added, left out or changed to make one of the other. */
    private static int distance(String left, String right) {
        var row = new int[right.length() + 1];
        for (var j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (var i = 1; i <= left.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.length(); j++) {
                var changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
