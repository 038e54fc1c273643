package dev.balancerdeployer.delivery;

/** Names one alert, from its firing to its end. */
public record AlertId(String value) implements Comparable<AlertId> {

    public AlertId {
        if (value.isBlank() || value.length() > 64) {
            throw new IllegalArgumentException("alert: '%s' (expected: an id)".formatted(value));
        }
    }

    @Override
    public int compareTo(AlertId other) {
        return value.compareTo(other.value());
    }

    @Override
    public String toString() {
        return value;
    }
}
