package dev.balancerdeployertest;

/** What becomes of one command on its way between a client and a {@link VirtualMongo}. */
public enum Trouble {
    NONE,
    /** It never arrives; its client is told that it failed. */
    REQUEST_LOST,
    /** It is carried out, but its client is told that it failed. */
    ANSWER_LOST,
    /** It is carried out twice; its client hears of the second time only. */
    SENT_TWICE,
    /** Its client gives it up; it is carried out at the next {@link VirtualMongo#landLate}. */
    LATE
}
