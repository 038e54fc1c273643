package dev.balancerdeployer.coordination;

/** Name of one run of a job, unique in the installation. */
public record RunId(String value) {

    public RunId {
        Names.requireName("run_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
