package dev.balancerdeployer.delivery;

/** Who is told of alerts. Blocks for at most some seconds; thread-safe. */
public interface AlertReceiver {

    /** Tells one event. Told again after a lost answer it has the same id. */
    Told tell(AlertEvent event);

    /** What became of it. */
    sealed interface Told {

        record Accepted() implements Told {}

        /**
         * Not accepted, or nobody knows.
         *
         * @param reason without secrets
         */
        record Failed(String reason) implements Told {}
    }
}
