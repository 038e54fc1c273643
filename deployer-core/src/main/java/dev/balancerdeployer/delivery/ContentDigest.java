package dev.balancerdeployer.delivery;

/**
 * Identity of what a namespace's directory delivers: equal if and only if paths and contents of all
 * objects are equal. Made from git's object ids, so that it costs no reading (SPEC D7).
 *
 * @param value opaque, at most 128 characters
 */
public record ContentDigest(String value) {

    @Override
    public String toString() {
        return value;
    }
}
