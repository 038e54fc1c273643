package dev.balancerdeployer.delivery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An alert of monitoring outside this application, as Prometheus' Alertmanager tells of it (SPEC
 * D18). What it means here is in the labels {@code namespace} and {@code location}; an empty label
 * is none.
 *
 * @param firing false: it is resolved
 * @param fingerprint the sender's name of this set of labels; null: it sends none
 */
public record MonitoringAlert(
        boolean firing,
        SortedMap<String, String> labels,
        SortedMap<String, String> annotations,
        @Nullable String fingerprint) {

    private static final int MAX_REASON = 2_000;

    private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-Za-z]{1,64}");

    public MonitoringAlert {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }

    public static MonitoringAlert of(
            boolean firing,
            Map<String, String> labels,
            Map<String, String> annotations,
            @Nullable String fingerprint) {
        return new MonitoringAlert(
                firing, new TreeMap<>(labels), new TreeMap<>(annotations), fingerprint);
    }

    /** Empty: it names none, or what cannot be one. */
    Optional<NamespaceId> namespace() {
        return label("namespace").flatMap(it -> named(it, NamespaceId::new));
    }

    /** Whether it says where it happens. */
    boolean located() {
        return label("location").isPresent();
    }

    /** Empty: it names none, or what cannot be one. */
    Optional<LocationId> location() {
        return label("location").flatMap(it -> named(it, LocationId::new));
    }

    /** The name of its pauses: the same each time it fires, and when it is resolved. */
    PauseToken token() {
        var print = fingerprint;
        return new PauseToken(
                "alert-"
                        + (print != null && FINGERPRINT.matcher(print).matches()
                                ? print
                                : digest()));
    }

    /** For people: which alert, where, and its summary. */
    String reason() {
        var text = new StringBuilder(label("alertname").orElse("an alert without a name"));
        label("location").ifPresent(it -> text.append(" in ").append(it));
        var summary = annotations.getOrDefault("summary", "");
        if (!summary.isBlank()) {
            text.append(": ").append(summary);
        }
        return plain(text.toString());
    }

    private Optional<String> label(String name) {
        return Optional.ofNullable(labels.get(name)).filter(it -> !it.isBlank());
    }

    private static <T> Optional<T> named(String text, Function<String, T> name) {
        try {
            return Optional.of(name.apply(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Each text with its length before it, so that no two sets of labels look the same. */
    private String digest() {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            labels.forEach((name, value) ->
                    sha.update(
                            "%d:%s%d:%s"
                                    .formatted(name.length(), name, value.length(), value)
                                    .getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One line of whole characters, not too long. */
    private static String plain(String text) {
        var plain = new StringBuilder();
        text.codePoints()
                .map(it ->
                        Character.isISOControl(it)
                                ? ' '
                                : Character.getType(it) == Character.SURROGATE ? '?' : it)
                .limit(MAX_REASON)
                .forEach(plain::appendCodePoint);
        while (plain.length() > MAX_REASON) { // characters beyond the first plane count twice
            plain.setLength(plain.offsetByCodePoints(plain.length(), -1));
        }
        return plain.toString().strip();
    }
}
