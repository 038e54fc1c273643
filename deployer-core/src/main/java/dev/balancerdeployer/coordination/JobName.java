package dev.balancerdeployer.coordination;

/** Name of a job, such as {@code deployer}. */
public record JobName(String value) {

    public static final JobName DEPLOYER = new JobName("deployer");
    public static final JobName UNPAUSER = new JobName("unpauser");
    public static final JobName PULLER = new JobName("puller");
    public static final JobName MONITOR = new JobName("monitor");

    public JobName {
        Names.requireName("job", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
