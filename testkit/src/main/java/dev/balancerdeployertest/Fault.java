package dev.balancerdeployertest;

import java.time.Duration;

/** What a {@link FaultProxy} does to one command. */
public sealed interface Fault {

    /** It is done and answered. */
    Fault NONE = Plain.NONE;

    /** The server never sees it; the client's connection is reset. */
    Fault DROP_REQUEST = Plain.DROP_REQUEST;

    /** The server never sees it; the client waits for an answer until its own time limit. */
    Fault SWALLOW_REQUEST = Plain.SWALLOW_REQUEST;

    /** The server does it; when it has answered, the client's connection is reset instead. */
    Fault DROP_REPLY = Plain.DROP_REPLY;

    /** The server does it; the client waits for an answer until its own time limit. */
    Fault SWALLOW_REPLY = Plain.SWALLOW_REPLY;

    /** It is done and answered, but each byte travels alone, in both directions. */
    Fault IN_PIECES = Plain.IN_PIECES;

    /** The server sees it that much later than it was sent. */
    static Fault delay(Duration by) {
        return new Delay(by);
    }

    /** Those without more to say. */
    enum Plain implements Fault {
        NONE,
        DROP_REQUEST,
        SWALLOW_REQUEST,
        DROP_REPLY,
        SWALLOW_REPLY,
        IN_PIECES
    }

    /** See {@link Fault#delay}. */
    record Delay(Duration by) implements Fault {}
}
