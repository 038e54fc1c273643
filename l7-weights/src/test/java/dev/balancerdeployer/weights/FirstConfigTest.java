package dev.balancerdeployer.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.weights.World.Fate;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class FirstConfigTest {

    private final World world = new World();

    @Test
    void makesTheExampleOnce() {
        first(world.process()).round();
        world.process().changes.apply(Weighty.set("search SAS=0"));
        first(world.process()).round();

        var config = world.process().queries.config(Weighty.PRODUCTION).orElseThrow();
        assertThat(config.version()).isEqualTo(2);
        assertThat(config.defaults())
                .isEqualTo(
                        Weighty.defaults(
                                "search SAS=25 MSK=25 MAN=25 VLA=25;"
                                        + "video SAS=25 MSK=25 MAN=25 VLA=25;"
                                        + "images SAS=25 MSK=25 MAN=25 VLA=25"));
        assertThat(world.audited).hasSize(1);
    }

    @Test
    void startsWithoutTheStoreAndTriesAgain() {
        var away = new boolean[] {true};
        var process = world.process(_ -> away[0] ? Fate.FAILS : Fate.WELL);
        var first = first(process);

        first.atStart();
        away[0] = false;
        first.round();

        assertThat(process.queries.published(Weighty.PRODUCTION)).isEqualTo(1);
    }

    private FirstConfig first(World.Replica process) {
        return new FirstConfig(process.changes, world.stores.audit());
    }
}
