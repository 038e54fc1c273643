package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.SafetyRule.MAX_STEP;
import static dev.balancerdeployer.weights.SafetyRule.MAX_ZERO_SHARE;
import static dev.balancerdeployer.weights.SafetyRule.MIN_ACTIVE_LOCATIONS;
import static dev.balancerdeployer.weights.Weighty.PRODUCTION;
import static dev.balancerdeployer.weights.Weighty.because;
import static dev.balancerdeployer.weights.Weighty.config;
import static dev.balancerdeployer.weights.Weighty.points;
import static dev.balancerdeployer.weights.Weighty.put;
import static dev.balancerdeployer.weights.Weighty.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.weights.Outcome.Done;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Steps, configs, safety rules and dry runs (SPEC W1 to W6, W9). */
@NullMarked
class WeightChangesTest extends OneProcess {

    @Test
    void aConfigBeginsWithItsNormalisedDefaults() {
        var answer = (Answer.Saved) done(config(THIRDS));

        assertThat(answer.created()).isTrue();
        assertThat(answer.version()).isEqualTo(1);
        assertThat(answer.published()).isEqualTo(1);
        var now = process.queries.values(PRODUCTION).orElseThrow();
        assertThat(now.values())
                .isEqualTo(points("search SAS=34 MSK=33 MAN=33; video SAS=50 MSK=50"));
        assertThat(now.effective()).isEqualTo(now.values());
        assertThat(now.updatedBy()).isEqualTo("ann");
        assertThat(process.queries.current(PRODUCTION)).contains(now);
    }

    @Test
    void stepsAsTheSpecificationSays() {
        done(config(THIRDS));

        var zero = stepped(set("search SAS=0"));
        assertThat(zero.old()).isEqualTo(points("search SAS=34 MSK=33 MAN=33"));
        assertThat(zero.now()).isEqualTo(points("search SAS=0 MSK=50 MAN=50"));
        assertThat(zero.changed()).isTrue();
        assertThat(zero.attempts()).isEqualTo(1);
        assertThat(stepped(set("search SAS=default")).now())
                .isEqualTo(points("search SAS=26 MSK=37 MAN=37"));

        assertThat(process.queries.published(PRODUCTION)).isEqualTo(3);
    }

    @Test
    void aStepThatChangesNothingKeepsTheVersion() {
        done(config(THIRDS));

        var same = stepped(set("search SAS=default MSK=33"));

        assertThat(same.changed()).isFalse();
        assertThat(same.version()).isEqualTo(1);
        assertThat(process.queries.values(PRODUCTION).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void namesEveryPlaceThatIsWrong() {
        done(config(THIRDS));

        assertThat(places(set("search VLA=1 SAS=2; mail SAS=1; video")))
                .containsExactly("new_weights.mail", "new_weights.search.VLA", "new_weights.video");
        assertThat(places(set(""))).containsExactly("new_weights");
        assertThat(places(put("search VLA=1").at(1))).containsExactly("values.search.VLA");
        assertThat(refused(set("search SAS=0 MSK=0 MAN=0")))
                .isEqualTo(new Refusal.AllZero(new Component("search"), "new_weights.search"));
        assertThat(refused(config("search SAS=0"))).isEqualTo(new Refusal.VersionNeeded(1));
        assertThat(refused(config("search SAS=0").at(1)))
                .isEqualTo(new Refusal.AllZero(new Component("search"), "components.search"));
        assertThat(places(config("").at(1))).containsExactly("components");
        assertThat(world.values())
                .isEqualTo(points("search SAS=34 MSK=33 MAN=33; video SAS=50 MSK=50"));
    }

    @Test
    void refusesWhatIsForAnotherVersionOrNoConfig() {
        assertThat(refused(set("search SAS=0"))).isEqualTo(new Refusal.UnknownConfig());
        assertThat(refused(config(THIRDS).at(3))).isEqualTo(new Refusal.Stale(0));
        done(config(THIRDS));
        done(set("search SAS=0"));

        assertThat(refused(put("search SAS=1").at(1))).isEqualTo(new Refusal.Stale(2));
        assertThat(refused(put("search SAS=1"))).isEqualTo(new Refusal.VersionNeeded(2));
        assertThat(stepped(put("search SAS=1").at(2)).now())
                .isEqualTo(points("search SAS=1 MSK=49 MAN=50"));
    }

    @Test
    void aLaterConfigKeepsWhatStays() {
        done(config(THIRDS));
        done(set("search SAS=0"));

        done(config("search SAS=1 MSK=1 VLA=7; images SAS=3 VLA=1").at(2));

        assertThat(world.values())
                .isEqualTo(points("search SAS=0 MSK=100 VLA=0; images SAS=75 VLA=25"));
        assertThat(refused(config("search SAS=1 VLA=1").at(3)))
                .isEqualTo(new Refusal.AllZero(new Component("search"), "components.search"));
    }

    @Test
    void aConfigThatIsPutAgainIsANewVersion() {
        done(config(THIRDS));

        assertThat(done(config(THIRDS).at(1)).version()).isEqualTo(2);
    }

    @Test
    void safetyRulesAreJudgedAndOverridden() {
        var rules = new SafetyRules(2, new BigDecimal("0.4"), 30);
        done(config("search SAS=34 MSK=33 MAN=33", rules));

        assertThat(broken(set("search SAS=0 MSK=0")))
                .containsExactly(
                        MIN_ACTIVE_LOCATIONS, MAX_ZERO_SHARE, MAX_STEP, MAX_STEP, MAX_STEP);
        assertThat(broken(set("search SAS=0"))).containsExactly(MAX_STEP);
        assertThat(broken(set("search SAS=0").dry())).containsExactly(MAX_STEP);
        assertThat(broken(shift("SAS", Duration.ofHours(1)))).containsExactly(MAX_STEP);
        var forced =
                ChangeRequest.of(PRODUCTION, set("search SAS=0").change(), because("", MAX_STEP));
        assertThat(places(forced)).containsExactly("comment");
        done(
                ChangeRequest.of(
                        PRODUCTION,
                        set("search SAS=0").change(),
                        because("fire", MAX_STEP, MAX_ZERO_SHARE)));

        var line =
                process.queries
                        .history(PRODUCTION, PageRequest.first(1))
                        .orElseThrow()
                        .items()
                        .getFirst();
        assertThat(line.overrides()).containsExactly(MAX_STEP);
        assertThat(line.comment()).isEqualTo("fire");
    }

    @Test
    void aChangeThatLeavesABrokenRuleNoWorsePasses() {
        var strict = new SafetyRules(2, null, null);
        done(config("search SAS=1 MSK=1 MAN=1"));
        done(set("search SAS=0 MSK=0"));
        assertThat(broken(config("search SAS=1 MSK=1 MAN=1", strict).at(2)))
                .containsExactly(MIN_ACTIVE_LOCATIONS);
        var forced = config("search SAS=1 MSK=1 MAN=1; video SAS=1 MSK=1", strict).change();
        done(
                new ChangeRequest(
                        PRODUCTION,
                        forced,
                        because("known", MIN_ACTIVE_LOCATIONS),
                        new Expected.Version(2),
                        null,
                        false));

        done(set("search MAN=0 SAS=1"));
        done(set("video SAS=2"));

        assertThat(broken(set("video SAS=0"))).containsExactly(MIN_ACTIVE_LOCATIONS);
    }

    @Test
    void aConfigIsNotJudgedByTheStep() {
        done(config("search SAS=1 MSK=99", new SafetyRules(1, null, 1)));

        done(config("search SAS=1", new SafetyRules(1, null, 1)).at(1));

        assertThat(world.values()).isEqualTo(points("search SAS=100"));
    }

    @Test
    void dryRunsSeeEachOtherAndStoreNothing() {
        done(config(THIRDS));
        var rehearsal = process.changes.rehearsal();

        var first = (Answer.Stepped) ((Done) rehearsal.apply(set("search SAS=50"))).answer();
        var second = (Answer.Stepped) ((Done) rehearsal.apply(set("search SAS=50"))).answer();

        assertThat(first.now()).isEqualTo(points("search SAS=43 MSK=28 MAN=29"));
        assertThat(second.old()).isEqualTo(first.now());
        assertThat(second.now()).isEqualTo(points("search SAS=47 MSK=26 MAN=27"));
        assertThat(second.version()).isEqualTo(1);
        assertThat(second.dryRun()).isTrue();
        assertThat(process.queries.values(PRODUCTION).orElseThrow().version()).isEqualTo(1);
    }
}
