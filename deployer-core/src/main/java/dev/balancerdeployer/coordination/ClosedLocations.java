package dev.balancerdeployer.coordination;

/** What a location on the kill switch's list of closed ones means for all others (SPEC C5). */
enum ClosedLocations {
    /** Nothing is delivered anywhere while the list is not empty. */
    HOLD,
    /** Only rollouts that still have that location ahead are held. */
    SKIP
}
