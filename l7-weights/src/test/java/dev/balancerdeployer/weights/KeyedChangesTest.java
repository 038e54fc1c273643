package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Weighty.at;
import static dev.balancerdeployer.weights.Weighty.config;
import static dev.balancerdeployer.weights.Weighty.points;
import static dev.balancerdeployer.weights.Weighty.request;
import static dev.balancerdeployer.weights.Weighty.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.weights.Outcome.Done;
import dev.balancerdeployer.weights.Outcome.Refused;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Changes that are sent again (SPEC W4). */
@NullMarked
class KeyedChangesTest extends OneProcess {

    @Test
    void aRepeatedKeyIsAnsweredOnce() {
        done(config(THIRDS));
        var key = new IdempotencyKey("k-1", "body");

        var first = process.changes.apply(set("search SAS=50").withKey(key));
        var other = world.process().changes.apply(set("search SAS=50").withKey(key));
        var reused =
                world.process()
                        .changes
                        .apply(set("search SAS=50").withKey(new IdempotencyKey("k-1", "x")));

        assertThat(((Done) first).answer()).isEqualTo(((Done) other).answer());
        assertThat(((Done) other).repeated()).isTrue();
        assertThat(world.values().only(Set.of(new Component("search"))))
                .isEqualTo(points("search SAS=43 MSK=28 MAN=29"));
        assertThat(reused).isEqualTo(new Refused(new Refusal.KeyReused()));
    }

    @Test
    void aKeyOfAStepThatChangesNothingIsKept() {
        done(config(THIRDS));
        var request = set("search SAS=34").withKey(new IdempotencyKey("k-1", "body"));
        var same = process.changes.apply(request);
        done(set("search SAS=0"));

        assertThat(((Done) same).answer().version()).isEqualTo(1);
        assertThat(process.changes.apply(request))
                .isEqualTo(new Done(((Done) same).answer(), true));
        assertThat(world.values().get(new Component("search"), at("SAS"))).isZero();
    }

    @Test
    void aRefusedRequestLeavesNoKey() {
        done(config(THIRDS));
        var key = new IdempotencyKey("k-1", "body");
        process.changes.apply(set("search SAS=0 MSK=0 MAN=0").withKey(key));

        assertThat(
                        process.changes.apply(
                                set("search SAS=0").withKey(new IdempotencyKey("k-1", "other"))))
                .isInstanceOf(Done.class);
    }

    @Test
    void aKeyIsForgottenAfterADay() {
        done(config(THIRDS));
        var request = set("search SAS=50").withKey(new IdempotencyKey("k-1", "body"));
        process.changes.apply(request);
        world.clock.advance(Duration.ofHours(24).plusMillis(1));
        new Sweeper(world.stores).round();

        done(request);

        assertThat(world.values().get(new Component("search"), at("SAS"))).isEqualTo(47);
    }
}
