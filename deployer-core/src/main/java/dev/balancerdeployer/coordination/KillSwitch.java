package dev.balancerdeployer.coordination;

/** Whether delivery is allowed (SPEC C5). */
public interface KillSwitch {

    /**
     * Reads the flag, linearizable where the server offers it, within 1 s. Never throws for a flag
     * that cannot be read or understood: that is {@link SwitchState.Closed}. With the policy {@code
     * hold} a non-empty list of closed locations is {@code Closed} too; with {@code skip} it is
     * {@code Open} and names them.
     */
    SwitchState read();
}
