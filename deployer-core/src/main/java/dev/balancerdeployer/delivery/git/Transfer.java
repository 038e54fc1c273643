package dev.balancerdeployer.delivery.git;

/** What is done with the remote. */
enum Transfer {
    FETCH("fetched"),
    PUSH("pushed to");

    private final String participle;

    Transfer(String participle) {
        this.participle = participle;
    }

    /** What could not be done, in a sentence about the repository. */
    String participle() {
        return participle;
    }
}
