package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.SafetyRule.MAX_STEP;
import static dev.balancerdeployer.weights.SafetyRule.MAX_ZERO_SHARE;
import static dev.balancerdeployer.weights.SafetyRule.MIN_ACTIVE_LOCATIONS;
import static dev.balancerdeployer.weights.Weighty.PRODUCTION;
import static dev.balancerdeployer.weights.Weighty.at;
import static dev.balancerdeployer.weights.Weighty.because;
import static dev.balancerdeployer.weights.Weighty.config;
import static dev.balancerdeployer.weights.Weighty.points;
import static dev.balancerdeployer.weights.Weighty.put;
import static dev.balancerdeployer.weights.Weighty.request;
import static dev.balancerdeployer.weights.Weighty.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.weights.Outcome.Done;
import dev.balancerdeployer.weights.Outcome.Refused;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullMarked
class WeightChangesTest {

    private static final String THIRDS = "search SAS=34 MSK=33 MAN=33; video SAS=1 MSK=1";

    private final World world = new World();
    private final World.Replica process = world.process();

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
    void aShiftLiesOverTheValuesAndEndsByItself() {
        done(config(THIRDS));
        var begun = (Answer.Shifted) done(shift("SAS", Duration.ofSeconds(10)));

        assertThat(begun.version()).isEqualTo(2);
        assertThat(begun.shift().components())
                .extracting(Component::value)
                .containsExactly("search", "video");
        var during = process.queries.current(PRODUCTION).orElseThrow();
        assertThat(during.values())
                .isEqualTo(points("search SAS=34 MSK=33 MAN=33; video SAS=50 MSK=50"));
        assertThat(during.effective())
                .isEqualTo(points("search SAS=0 MSK=50 MAN=50; video SAS=0 MSK=100"));

        world.clock.advance(Duration.ofSeconds(9));
        process.shiftEnds.round();
        assertThat(process.queries.published(PRODUCTION)).isEqualTo(2);
        world.clock.advance(Duration.ofSeconds(1));
        world.process().shiftEnds.round();
        process.shiftEnds.round();

        var after = process.queries.current(PRODUCTION).orElseThrow();
        assertThat(after.version()).isEqualTo(3);
        assertThat(after.effective()).isEqualTo(after.values()).isEqualTo(during.values());
        assertThat(after.updatedBy()).isEqualTo("system");
        assertThat(world.audited).hasSize(1);
        assertThat(world.audited.getFirst().actor().name()).isEqualTo("system");
        assertThat(world.audited.getFirst().afterVersion()).isEqualTo(3);
        var listed =
                process.queries.shifts(PRODUCTION, PageRequest.first(10)).orElseThrow().items();
        assertThat(listed).extracting(Shift::state).containsExactly(Shift.State.EXPIRED);
        assertThat(refused(request(new Change.CancelShift(begun.shift().id()))))
                .isEqualTo(new Refusal.ShiftEnded(listed.getFirst()));
        assertThat(refused(request(new Change.CancelShift(new ShiftId("other")))))
                .isEqualTo(new Refusal.UnknownShift());
    }

    @Test
    void overlappingShiftsCompose() {
        done(config(THIRDS));
        var first = (Answer.Shifted) done(shift("SAS", Duration.ofHours(1)));
        var only =
                new Change.StartShift(
                        List.of(at("MSK")), List.of(new Component("search")), Duration.ofHours(2));
        done(request(only));
        assertThat(effective())
                .isEqualTo(points("search SAS=0 MSK=0 MAN=100; video SAS=0 MSK=100"));

        assertThat(refused(shift("MSK", Duration.ofHours(1))))
                .isEqualTo(new Refusal.AllZero(new Component("video"), "away"));
        done(
                set("search MAN=0"),
                new Refusal.AllZero(new Component("search"), "new_weights.search"));
        done(request(new Change.CancelShift(first.shift().id())));

        assertThat(effective())
                .isEqualTo(points("search SAS=51 MSK=0 MAN=49; video SAS=50 MSK=50"));
    }

    @Test
    void anExtendedShiftIsNoNewVersion() {
        done(config(THIRDS));
        var begun = (Answer.Shifted) done(shift("SAS", Duration.ofSeconds(10)));
        world.clock.advance(Duration.ofSeconds(5));

        var moved =
                (Answer.Shifted)
                        done(
                                request(
                                        new Change.ExtendShift(
                                                begun.shift().id(), Duration.ofSeconds(20))));
        assertThat(moved.version()).isEqualTo(2);
        assertThat(moved.shift().expiresAt()).isEqualTo(world.clock.instant().plusSeconds(20));
        world.clock.advance(Duration.ofSeconds(10));
        process.shiftEnds.round();

        assertThat(process.queries.published(PRODUCTION)).isEqualTo(2);
    }

    @Test
    void aShiftThatNamesNoComponentHoldsForThoseOfALaterConfigToo() {
        done(config("search SAS=34 MSK=33 MAN=33; video MSK=1"));
        var all = (Answer.Shifted) done(shift("SAS", Duration.ofHours(1)));
        assertThat(all.shift().components()).containsExactly(new Component("search"));
        var named =
                new Change.StartShift(
                        List.of(at("SAS")), List.of(new Component("search")), Duration.ofHours(2));
        var only = (Answer.Shifted) done(request(named));

        done(config("search MSK=33 MAN=33; video SAS=1 MSK=1; images SAS=1 MSK=1").at(3));

        assertThat(effective())
                .isEqualTo(
                        points("search MSK=50 MAN=50; video SAS=0 MSK=100; images SAS=0 MSK=100"));
        assertThat(now(all).components())
                .containsExactly(new Component("images"), new Component("video"));
        assertThat(now(only).components()).containsExactly(new Component("search"));
    }

    @Test
    void aPageOfTheHistoryOfALargeConfigIsShorter() {
        var rows =
                IntStream.range(0, 4)
                        .mapToObj(it -> "c%d SAS=1 ".formatted(it) + String.join("=0 ", names(999)))
                        .collect(Collectors.joining("=0; ", "", "=0"));
        done(config(rows));
        for (var step = 0; step < 40; step++) {
            done(set("c0 L%d=1".formatted(step)));
        }

        var first = history(new PageRequest(500, null));
        var second = history(new PageRequest(500, first.next()));

        assertThat(first.items()).hasSize(37).first().returns(41L, Line::version);
        assertThat(second.items()).hasSize(4).last().returns(1L, Line::version);
        assertThat(second.next()).isNull();
    }

    private Page<Line> history(PageRequest page) {
        return process.queries.history(PRODUCTION, page).orElseThrow();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj("L%d"::formatted).toList();
    }

    @Test
    void refusesMoreLocationsInShiftsThanADocumentHolds() {
        var names = names(999);
        done(config("search SAS=1 " + String.join("=0 ", names) + "=0"));
        var most =
                new Change.StartShift(
                        names.stream().map(Weighty::at).toList(), null, Duration.ofHours(1));
        for (var shift = 0; shift < 10; shift++) {
            done(request(most));
        }

        assertThat(places(request(most))).containsExactly("away");
    }

    @Test
    void refusesAShiftOfWhatIsNotThere() {
        done(config(THIRDS));
        var start =
                new Change.StartShift(
                        List.of(at("SAS"), at("VLA")),
                        List.of(new Component("video"), new Component("mail")),
                        Duration.ofHours(1));

        assertThat(places(request(start))).containsExactly("components[1]", "away[1]");
        var noReason =
                ChangeRequest.of(
                        PRODUCTION, shift("SAS", Duration.ofHours(1)).change(), because(" "));
        assertThat(places(noReason)).containsExactly("reason");
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
    void revertsToWhatWas() {
        done(config(THIRDS));
        done(set("search SAS=0; video MSK=0"));
        done(config("search SAS=1 MSK=1 VLA=1; images VLA=1").at(2));

        var back = stepped(request(new Change.Revert(1)));

        assertThat(back.now()).isEqualTo(points("search MSK=49 SAS=51 VLA=0"));
        assertThat(back.version()).isEqualTo(4);
        assertThat(refused(request(new Change.Revert(9)))).isEqualTo(new Refusal.UnknownVersion(9));
        assertThat(refused(request(new Change.Revert(0)))).isEqualTo(new Refusal.UnknownVersion(0));
    }

    @Test
    void showsWhatWasAtATime() {
        var start = world.clock.instant();
        done(config(THIRDS));
        world.clock.advance(Duration.ofSeconds(10));
        done(set("search SAS=0"));
        world.clock.advance(Duration.ofSeconds(10));
        done(set("search SAS=7"));

        assertThat(versionAt(start.minusMillis(1))).isNull();
        assertThat(versionAt(start)).isEqualTo(1);
        assertThat(versionAt(start.plusMillis(9_999))).isEqualTo(1);
        assertThat(versionAt(start.plusSeconds(10))).isEqualTo(2);
        assertThat(versionAt(start.plusSeconds(999))).isEqualTo(3);
        assertThat(process.queries.version(PRODUCTION, 2).orElseThrow().values())
                .isEqualTo(points("search SAS=0 MSK=50 MAN=50; video SAS=50 MSK=50"));
        assertThat(process.queries.version(PRODUCTION, 4)).isEmpty();
        var page = process.queries.history(PRODUCTION, PageRequest.first(2)).orElseThrow();
        assertThat(page.items()).extracting(Line::version).containsExactly(3L, 2L);
        var rest =
                process.queries.history(PRODUCTION, new PageRequest(2, page.next())).orElseThrow();
        assertThat(rest.items()).extracting(Line::cause).containsExactly(Cause.CONFIG);
        assertThat(rest.next()).isNull();
    }

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

    private @Nullable Long versionAt(Instant time) {
        return process.queries.at(PRODUCTION, time).map(Snapshot::version).orElse(null);
    }

    private PerLocation<Integer> effective() {
        return process.queries.current(PRODUCTION).orElseThrow().effective();
    }

    private Shift now(Answer.Shifted shift) {
        return process.queries.shift(PRODUCTION, shift.shift().id()).orElseThrow();
    }

    private static ChangeRequest shift(String away, Duration length) {
        return request(new Change.StartShift(List.of(at(away)), null, length));
    }

    private Answer done(ChangeRequest request) {
        var outcome = process.changes.apply(request);
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done) outcome).answer();
    }

    private void done(ChangeRequest request, Refusal refusal) {
        assertThat(process.changes.apply(request)).isEqualTo(new Refused(refusal));
    }

    private Answer.Stepped stepped(ChangeRequest request) {
        return (Answer.Stepped) done(request);
    }

    private Refusal refused(ChangeRequest request) {
        var outcome = process.changes.apply(request);
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).why();
    }

    private List<String> places(ChangeRequest request) {
        return ((Refusal.Invalid) refused(request))
                .mistakes().stream().map(Refusal.Mistake::place).toList();
    }

    private List<SafetyRule> broken(ChangeRequest request) {
        return ((Refusal.Unsafe) refused(request)).rules().stream().map(BrokenRule::rule).toList();
    }
}
