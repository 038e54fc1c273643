package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What holds for every {@link SeenPushes}. */
public abstract class SeenPushesContract {

    protected abstract SeenPushes pushes();

    @Test
    void remembersWhatItWasTold() {
        pushes().remember("7d44.x/$1");

        assertThat(pushes().seen("7d44.x/$1")).isTrue();
        assertThat(pushes().seen("7d44")).isFalse();
    }

    @Test
    void remembersTheSameTwice() {
        pushes().remember("twice");
        pushes().remember("twice");

        assertThat(pushes().seen("twice")).isTrue();
    }
}
