package dev.balancerdeployer.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a job fires. All replicas agree on the instants: they come from the text alone (SPEC C6).
 */
public sealed interface Schedule {

    /** As it was configured. */
    String text();

    /** The first instant after {@code instant}; empty if there is none. */
    Optional<Instant> nextAfter(Instant instant);

    /** The last instant at or before {@code instant}; empty if there is none. */
    Optional<Instant> lastUntil(Instant instant);

    /** Never fires. */
    record Off() implements Schedule {

        @Override
        public String text() {
            return "off";
        }

        @Override
        public Optional<Instant> nextAfter(Instant instant) {
            return Optional.empty();
        }

        @Override
        public Optional<Instant> lastUntil(Instant instant) {
            return Optional.empty();
        }
    }

    /**
     * Fires at all multiples of a period since 1970-01-01T00:00:00Z.
     *
     * @param period 1 s to 24 h, whole seconds
     */
    record Every(String text, Duration period) implements Schedule {

        public Every {
            if (period.compareTo(Duration.ofSeconds(1)) < 0
                    || period.compareTo(Duration.ofHours(24)) > 0
                    || !period.equals(Duration.ofSeconds(period.toSeconds()))) {
                throw new IllegalArgumentException("a period is 1s..24h in whole seconds");
            }
        }

        @Override
        public Optional<Instant> nextAfter(Instant instant) {
            return lastUntil(instant).map(it -> it.plus(period));
        }

        @Override
        public Optional<Instant> lastUntil(Instant instant) {
            var seconds = period.toSeconds();
            return Optional.of(
                    Instant.ofEpochSecond(
                            Math.floorDiv(instant.getEpochSecond(), seconds) * seconds));
        }
    }

    /** Fires as a cron expression says, in UTC. */
    record Cron(String text, CronSyntax.Times times) implements Schedule {

        /** As far back as the last instant is looked for; leap days come every 8 years at worst. */
        private static final long HORIZON = Duration.ofDays(8 * 366).toSeconds();

        @Override
        public Optional<Instant> nextAfter(Instant instant) {
            return times.nextAfter(instant);
        }

        /** The times are only known forwards, so this halves the past until one is left. */
        @Override
        public Optional<Instant> lastUntil(Instant instant) {
            var low = instant.getEpochSecond() - HORIZON;
            var high = instant.getEpochSecond();
            if (!isFollowedUntil(low, instant)) {
                return Optional.empty();
            }
            while (high - low > 1) {
                var middle = low + (high - low) / 2;
                if (isFollowedUntil(middle, instant)) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return times.nextAfter(Instant.ofEpochSecond(low));
        }

        private boolean isFollowedUntil(long second, Instant end) {
            return times.nextAfter(Instant.ofEpochSecond(second))
                    .filter(it -> !it.isAfter(end))
                    .isPresent();
        }
    }

    /** What {@link #parse} takes, for messages. */
    String EXPECTED = "a Quartz cron expression in UTC, 'every 15s' (m, h), or 'off'";

    /**
     * Reads a schedule.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static Schedule parse(String text, CronSyntax cron) {
        var plain = text.strip();
        // YAML takes a bare off for a boolean
        if (plain.equals("off") || plain.equals("false")) {
            return new Off();
        }
        if (plain.startsWith("every ")) {
            return new Every(plain, period(plain.substring("every ".length()).strip()));
        }
        return new Cron(plain, cron.parse(plain));
    }

    private static Duration period(String text) {
        var simple = Pattern.compile("([0-9]{1,6})([smh])").matcher(text);
        if (!simple.matches()) {
            throw new IllegalArgumentException("not a period: " + text);
        }
        var amount = Long.parseLong(simple.group(1));
        return switch (simple.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
