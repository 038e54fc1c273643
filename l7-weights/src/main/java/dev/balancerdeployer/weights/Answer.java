package dev.balancerdeployer.weights;

/** What a change that was made is answered with. Equal for each send of one attempt. */
public sealed interface Answer {

    ConfigId config();

    /** The version before it; 0: there was none. */
    long before();

    /** The version that holds it. */
    long version();

    /** The version that was current when it was answered; at least {@link #version} as a rule. */
    long published();

    /** As it is when that version is published. */
    Answer published(long version);

    /** How many weights, or locations of a shift, it holds: what its size comes from. */
    int weights();

    /**
     * Of a step, of values that were put, of a revert.
     *
     * @param attempts 1 if nobody else was faster and nothing failed
     * @param changed false: {@link #version} is the one that was there
     * @param old of the components that were touched
     * @param now of these, too
     * @param effective of all components
     */
    record Stepped(
            ConfigId config,
            long before,
            long version,
            int attempts,
            boolean changed,
            PerLocation<Integer> old,
            PerLocation<Integer> now,
            PerLocation<Integer> effective,
            long published,
            boolean dryRun)
            implements Answer {

        @Override
        public Stepped published(long newest) {
            return new Stepped(
                    config, before, version, attempts, changed, old, now, effective, newest,
                    dryRun);
        }

        @Override
        public int weights() {
            return old.size() + now.size() + effective.size();
        }

        /** As a dry run shows it: at the version that is there. */
        Stepped dry(long newest) {
            return new Stepped(
                    config, before, before, attempts, changed, old, now, effective, newest, true);
        }

        Stepped attempts(int number) {
            return new Stepped(
                    config, before, version, number, changed, old, now, effective, published,
                    dryRun);
        }
    }

    /** Of a config; {@code created}: its first version. */
    record Saved(
            ConfigId config,
            long before,
            long version,
            PerLocation<Weight> defaults,
            SafetyRules safety,
            long published)
            implements Answer {

        public boolean created() {
            return before == 0;
        }

        @Override
        public int weights() {
            return defaults.size();
        }

        @Override
        public Saved published(long newest) {
            return new Saved(config, before, version, defaults, safety, newest);
        }
    }

    /** Of a shift that was begun, moved or cancelled. */
    record Shifted(ConfigId config, long before, long version, Shift shift, long published)
            implements Answer {

        @Override
        public Shifted published(long newest) {
            return new Shifted(config, before, version, shift, newest);
        }

        @Override
        public int weights() {
            return shift.away().size();
        }
    }
}
