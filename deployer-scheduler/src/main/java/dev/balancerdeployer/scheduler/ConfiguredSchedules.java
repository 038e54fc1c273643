package dev.balancerdeployer.scheduler;

import dev.balancerdeployer.coordination.JobName;
import dev.balancerdeployer.coordination.Schedules;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The schedules of all jobs: the settings, and the defaults of those that are not set. */
final class ConfiguredSchedules implements Schedules {

    private static final String OFF = "off";

    /** API.md section 1; the names are known before their jobs exist. */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "deployer", "0 */5 * * * ?",
                    "unpauser", "0 */30 * * * ?",
                    "puller", "0 0 * * * ?",
                    "monitor", "0 */15 * * * ?");

    private final Map<JobName, Schedule> schedules;

    /**
     * @param settings by job
     * @throws IllegalArgumentException naming a setting of an unknown job or with a bad schedule
     */
    ConfiguredSchedules(Collection<JobName> jobs, Map<String, String> settings, CronSyntax cron) {
        var texts = new TreeMap<>(DEFAULTS);
        jobs.forEach(it -> texts.putIfAbsent(it.value(), OFF));
        var names = new TreeMap<String, String>();
        texts.keySet().forEach(it -> names.put(uniform(it), it));
        var parsed = new TreeMap<String, Schedule>();
        texts.forEach((name, text) -> parsed.put(name, Schedule.parse(text, cron)));
        for (var setting : new TreeMap<>(settings).entrySet()) {
            var name = names.get(uniform(setting.getKey()));
            if (name == null) {
                throw new IllegalArgumentException(
                        "deployer.schedule.%s: no such job (expected: one of %s)"
                                .formatted(
                                        setting.getKey(),
                                        String.join(", ", new TreeSet<>(names.values()))));
            }
            parsed.put(name, parse(name, setting.getValue(), cron));
        }
        schedules =
                jobs.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        it -> it,
                                        it -> parsed.getOrDefault(it.value(), new Schedule.Off())));
    }

    /** Of the jobs that exist. */
    Map<JobName, Schedule> all() {
        return schedules;
    }

    @Override
    public Shown of(JobName job, Instant now) {
        var schedule = schedules.getOrDefault(job, new Schedule.Off());
        return new Shown(
                schedule.text(),
                !(schedule instanceof Schedule.Off),
                schedule.nextAfter(now).orElse(null));
    }

    private static Schedule parse(String name, String text, CronSyntax cron) {
        try {
            return Schedule.parse(text, cron);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "deployer.schedule.%s: '%s' (expected: %s): %s"
                            .formatted(name, text, Schedule.EXPECTED, e.getMessage()));
        }
    }

    /** Environment variables know neither case nor dashes. */
    private static String uniform(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
