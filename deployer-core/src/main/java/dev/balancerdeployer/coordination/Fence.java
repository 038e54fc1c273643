package dev.balancerdeployer.coordination;

/**
 * The number of one grant of a semaphore; it only grows, for ever (SPEC C3). A document that was
 * written under a fence refuses every lower one of the same semaphore.
 */
public record Fence(SemaphoreName semaphore, long number) {

    public Fence {
        if (number < 1) {
            throw new IllegalArgumentException("fence: %d (expected: 1 or more)".formatted(number));
        }
    }

    /** Whether it was granted earlier, by the same semaphore. */
    boolean isBefore(Fence other) {
        return semaphore.equals(other.semaphore) && number < other.number;
    }

    @Override
    public String toString() {
        return semaphore + ":" + number;
    }
}
