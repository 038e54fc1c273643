package dev.balancerdeployer.delivery.registry;

/** The caller's objects are over a limit of the registry (SPEC D2). */
public final class ObjectsTooLarge extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String place;

    ObjectsTooLarge(String place, String what) {
        super(place + ": " + what);
        this.place = place;
    }

    /** The path of the object that is too large, or {@code objects} for all of them together. */
    public String place() {
        return place;
    }
}
