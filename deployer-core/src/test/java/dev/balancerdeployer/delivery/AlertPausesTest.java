package dev.balancerdeployer.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.InMemoryAudit;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.coordination.SwitchState;
import dev.balancerdeployer.delivery.AlertPauses.Applied;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Monitoring stops rollouts and lets them go on (SPEC D18), in a world of fakes. */
@NullMarked
class AlertPausesTest {

    private static final Actor SENDER = new Actor("alertmanager", "192.0.2.9");

    private final World world = new World();
    private final InMemoryAudit audit = new InMemoryAudit(world.time);
    private final AlertPauses alerts =
            new AlertPauses(world.records, world.awacs, audit, new Ids(new Random(3)));

    // ---- which locations

    @Test
    void pausesTheLocationsStillToComeAndGoesOnAfterTheEnd() {
        underWay();

        var applied = apply(firing("a"));

        assertThat(places(applied.paused())).containsExactly("maps/vla", "maps/man");
        assertThat(applied.lifted()).isEmpty();
        assertThat(world.awacs.pauses("maps", "sas")).isEmpty();
        bakeAndUnpause();
        assertThat(runs("vla")).isEqualTo("1");
        assertThat(world.why(world.current("maps").id())).containsExactly(Blocker.Kind.PAUSE);
        var blocker = blockers().getFirst();
        assertThat(blocker.owner()).isEqualTo("alertmanager");
        assertThat(blocker.location()).isEqualTo(new LocationId("vla"));
        assertThat(blocker.reason()).contains("ALERT", "TooManyErrors: 5xx over 5%");
        assertThat(stages()).containsExactly("BAKING", "BLOCKED", "WAITING");

        var ended = apply(resolved("a"));

        assertThat(ended.paused()).isEmpty();
        assertThat(places(ended.lifted())).containsExactly("maps/vla", "maps/man");
        world.unpause();
        assertThat(runs("vla")).isEqualTo("2");
        assertThat(runs("man")).isEqualTo("1");
        world.complete("maps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sas", "vla", "man"})
    void stopsEverythingStillToComeWhereverTheAlertIs(String location) {
        underWay();

        var applied = apply(firing("a", "location", location));

        assertThat(places(applied.paused())).containsExactly("maps/vla", "maps/man");
        assertThat(world.awacs.balancer("maps", "vla").pauses().getLast().reason())
                .isEqualTo("TooManyErrors in %s: 5xx over 5%%".formatted(location));
    }

    @Test
    void leavesReleasedLocationsAlone() {
        underWay();
        bakeAndUnpause(); // vla

        assertThat(places(apply(firing("a")).paused())).containsExactly("maps/man");
        bakeAndUnpause();
        assertThat(runs("man")).isEqualTo("1");
    }

    @Test
    void alsoPausesWhatSomebodyElseStillKeepsOnItsOldConfig() {
        underWay();
        world.awacs.pauseByHand("maps", "vla", "disks");
        world.awacs.liftByHand("maps", "vla", world.token("maps"));

        apply(firing("a"));
        world.awacs.liftByHand("maps", "vla", "disks");

        assertThat(runs("vla")).isEqualTo("1");
        apply(resolved("a"));
        assertThat(runs("vla")).isEqualTo("2");
    }

    @Test
    void pausesNothingWithoutARolloutUnderWay() {
        delivered("1");

        assertThat(apply(firing("a"))).isEqualTo(new Applied(List.of(), List.of()));
        assertThat(world.awacs.pauses("maps", "vla")).isEmpty();
    }

    @Test
    void pausesWhatFiresOnWhenItIsToldOfAgainInTheNextRollout() {
        delivered("1");
        apply(firing("a"));
        commit("2");
        world.deploy();

        assertThat(places(apply(firing("a")).paused())).containsExactly("maps/vla", "maps/man");
    }

    @Test
    void keepsARolloutThatIsAboutToStartFromEveryLocation() {
        queued();

        var applied = apply(firing("a"));
        world.deploy();

        assertThat(places(applied.paused())).containsExactly("maps/sas", "maps/vla", "maps/man");
        assertThat(world.current("maps").state()).isEqualTo(RolloutState.ROLLING_OUT);
        assertThat(runs("sas")).isEqualTo("1");
        assertThat(world.why(world.current("maps").id())).contains(Blocker.Kind.PAUSE);
        assertThat(stages()).containsExactly("BLOCKED", "BLOCKED", "WAITING");

        apply(resolved("a"));
        assertThat(runs("sas")).isEqualTo("2");
        assertThat(runs("vla")).isEqualTo("1");
        world.complete("maps");
    }

    @Test
    void pausesNothingForARolloutThatIsHeld() {
        queued();
        hold();

        assertThat(apply(firing("a")).paused()).isEmpty();
    }

    @Test
    void pausesAllOfARolloutWhoseConfigIsNotWrittenYet() {
        delivered("1");
        commit("2");
        killAtUpdate(false);

        assertThat(places(apply(firing("a")).paused()))
                .containsExactly("maps/sas", "maps/vla", "maps/man");
    }

    @Test
    void knowsOfAConfigThatIsWrittenAndNotNotedYet() {
        delivered("1");
        commit("2");
        killAtUpdate(true);
        assertThat(world.current("maps").configVersion()).isNull();

        assertThat(places(apply(firing("a")).paused())).containsExactly("maps/vla", "maps/man");
    }

    // ---- which pauses

    @Test
    void theSameAlertAgainChangesNothing() {
        underWay();
        apply(firing("a"));
        var before = world.awacs.get("maps");

        assertThat(apply(firing("a"))).isEqualTo(new Applied(List.of(), List.of()));
        assertThat(apply(firing("a"), firing("a")).paused()).isEmpty();
        assertThat(world.awacs.get("maps")).isEqualTo(before);
    }

    @Test
    void firesAgainAfterItsEnd() {
        underWay();
        for (var i = 0; i < 3; i++) {
            assertThat(apply(firing("a")).paused()).hasSize(2);
            assertThat(apply(resolved("a")).lifted()).hasSize(2);
        }
        assertThat(world.awacs.pauses("maps", "vla")).containsExactly(world.token("maps"));
    }

    @Test
    void twoAlertsAreTwoPausesAndTheLastEndLetsGo() {
        underWay();
        assertThat(places(apply(firing("a"), firing("b")).paused()))
                .containsExactly("maps/vla", "maps/man");

        apply(resolved("a"));
        bakeAndUnpause();
        assertThat(runs("vla")).isEqualTo("1");
        assertThat(world.awacs.pauses("maps", "vla")).contains("alert-b").doesNotContain("alert-a");

        apply(resolved("b"));
        world.unpause();
        assertThat(runs("vla")).isEqualTo("2");
    }

    @Test
    void setsWhatFiresBeforeItLiftsWhatIsOver() {
        underWay();
        apply(firing("a"));
        var before = world.awacs.writes().size();

        apply(resolved("a"), firing("b"));

        assertThat(world.awacs.writes().subList(before, world.awacs.writes().size()))
                .extracting(InMemoryAwacs.Write::what)
                .containsExactly("PAUSE", "PAUSE", "LIFT", "LIFT");
        assertThat(world.awacs.pauses("maps", "vla")).contains("alert-b").doesNotContain("alert-a");
    }

    @Test
    void liftsItsPausesAlsoWhereTheRolloutHasPassedOrIsOver() {
        underWay();
        apply(firing("a"));
        world.awacs.liftByHand("maps", "vla", world.token("maps"));
        world.unpause(); // takes note of it
        assertThat(runs("vla")).isEqualTo("1");

        assertThat(places(apply(resolved("a")).lifted())).containsExactly("maps/vla", "maps/man");
        assertThat(runs("vla")).isEqualTo("2");
    }

    @Test
    void leavesPausesOfPeopleAloneEvenOfTheSameName() {
        underWay();
        world.awacs.pauseByHand("maps", "vla", "disks");
        world.awacs.pauseByHand("maps", "man", "alert-a");

        apply(firing("a"));
        var ended = apply(resolved("a"));

        assertThat(places(ended.lifted())).containsExactly("maps/vla");
        assertThat(world.awacs.pauses("maps", "vla")).contains("disks");
        assertThat(world.awacs.pauses("maps", "man")).contains("alert-a", world.token("maps"));
    }

    @Test
    void theEndOfAnUnknownAlertChangesNothing() {
        underWay();

        assertThat(apply(resolved("a"))).isEqualTo(new Applied(List.of(), List.of()));
        assertThat(world.awacs.pauses("maps", "vla")).containsExactly(world.token("maps"));
    }

    @Test
    void withoutAFingerprintTheLabelsTellAlertsApart() {
        var labels = Map.of("namespace", "maps", "alertname", "A");
        var other = Map.of("namespace", "maps", "alertname", "B");

        var token = MonitoringAlert.of(true, labels, Map.of(), null).token();

        assertThat(token)
                .isEqualTo(MonitoringAlert.of(false, labels, Map.of("x", "y"), null).token())
                .isEqualTo(MonitoringAlert.of(true, labels, Map.of(), "not a name").token())
                .isNotEqualTo(MonitoringAlert.of(true, other, Map.of(), null).token());
        assertThat(MonitoringAlert.of(true, labels, Map.of(), "7a1b").token().value())
                .isEqualTo("alert-7a1b");
    }

    @Test
    void aReasonIsOneLineOfAtMost2000Characters() {
        var alert =
                MonitoringAlert.of(
                        true,
                        Map.of("alertname", "A\u0007B"),
                        Map.of("summary", "one\ntwo \ud800 " + "\ud83d\ude00".repeat(2_000)),
                        null);

        assertThat(alert.reason()).startsWith("A B: one two ? \ud83d\ude00").hasSizeLessThan(2_001);
        assertThat(alert.reason().codePoints().filter(it -> it >= 0xd800 && it <= 0xdfff))
                .isEmpty();
        assertThat(MonitoringAlert.of(true, Map.of(), Map.of(), null).reason()).isNotBlank();
    }

    @Test
    void leavesRoomForOtherPausesInAStorm() {
        underWay();
        var storm = Stream.iterate(0, it -> it + 1).limit(100).map(it -> firing("f" + it)).toList();

        alerts.apply(storm, SENDER);

        assertThat(world.awacs.pauses("maps", "vla")).hasSize(AlertPauses.MAX_PAUSES);
        world.awacs.pauseByHand("maps", "vla", "disks");
    }

    // ---- what is ignored, and what goes wrong

    @Test
    void ignoresWhatItCannotPlaceAndTakesTheOthers() {
        underWay();

        var applied =
                apply(
                        MonitoringAlert.of(true, Map.of("alertname", "A"), Map.of(), "1"),
                        MonitoringAlert.of(true, Map.of("namespace", ""), Map.of(), "2"),
                        MonitoringAlert.of(true, Map.of("namespace", "a b"), Map.of(), "3"),
                        MonitoringAlert.of(true, Map.of("namespace", "nowhere"), Map.of(), "4"),
                        MonitoringAlert.of(false, Map.of("namespace", "nowhere"), Map.of(), "5"),
                        firing("6", "location", "moon"),
                        firing("7", "location", "a b"),
                        firing("8"));

        assertThat(places(applied.paused())).containsExactly("maps/vla", "maps/man");
        assertThat(world.awacs.pauses("maps", "vla"))
                .containsExactly(world.token("maps"), "alert-8");
    }

    @Test
    void needsNeitherAnOpenSwitchNorARun() {
        underWay();
        world.killSwitch = new SwitchState.Closed("closed");

        assertThat(apply(firing("a")).paused()).hasSize(2);
        assertThat(apply(resolved("a")).lifted()).hasSize(2);
    }

    @Test
    void finishesWhatWasCutOffWhenItIsToldAgain() {
        underWay();
        world.awacs.loseAnswers(1);
        assertThatThrownBy(() -> apply(firing("a"))).isInstanceOf(AwacsUnavailable.class);
        assertThat(world.awacs.pauses("maps", "vla")).contains("alert-a");
        assertThat(world.awacs.pauses("maps", "man")).doesNotContain("alert-a");

        assertThat(places(apply(firing("a")).paused())).containsExactly("maps/man");

        world.awacs.loseAnswers(1);
        assertThatThrownBy(() -> apply(resolved("a"))).isInstanceOf(AwacsUnavailable.class);
        assertThat(places(apply(resolved("a")).lifted())).containsExactly("maps/man");
        assertThat(world.awacs.pauses("maps", "vla")).doesNotContain("alert-a");
    }

    @Test
    void aPauseSetWhileTheRunLiftsItsOwnStillHoldsTheConfigBack() {
        underWay();
        world.clock.advance(World.BAKE);
        var open = world.awacs.writes().size();
        world.awacs.beforeNextWrite(
                () -> world.awacs.beforeNextWrite(() -> apply(firing("a")))); // fence, then lift

        world.unpause();

        var writes = world.awacs.writes().subList(open, world.awacs.writes().size());
        assertThat(writes).extracting(InMemoryAwacs.Write::what).contains("LIFT");
        assertThat(world.awacs.pauses("maps", "vla")).containsExactly("alert-a");
        assertThat(runs("vla")).isEqualTo("1");
        assertThat(stages()).containsExactly("DONE", "BLOCKED", "BLOCKED");
        apply(resolved("a"));
        assertThat(runs("vla")).isEqualTo("2");
        world.complete("maps");
    }

    @Test
    void recordsEachChangeUnderItsNamespace() {
        underWay();
        apply(firing("a"));
        apply(firing("a"));
        apply(resolved("a"));

        var entries =
                audit.find(Audit.Filter.any(), PageRequest.first(10)).items().stream()
                        .map(Audit.Recorded::entry)
                        .toList();
        assertThat(entries)
                .extracting(Audit.Entry::action)
                .containsExactly("PAUSE_LIFTED", "PAUSE_LIFTED", "PAUSE_SET", "PAUSE_SET");
        assertThat(entries)
                .allSatisfy(it -> {
                    assertThat(it.target()).isEqualTo("namespaces/maps");
                    assertThat(it.actor()).isEqualTo(SENDER);
                    assertThat(it.beforeVersion()).isEqualTo(2);
                    assertThat(it.afterVersion()).isEqualTo(2);
                });
        assertThat(entries.getLast().reason()).isEqualTo("vla: TooManyErrors: 5xx over 5%");
    }

    // ----

    private Applied apply(MonitoringAlert... them) {
        return alerts.apply(List.of(them), SENDER);
    }

    private static MonitoringAlert firing(String fingerprint, String... labels) {
        return alert(true, fingerprint, labels);
    }

    private static MonitoringAlert resolved(String fingerprint, String... labels) {
        return alert(false, fingerprint, labels);
    }

    private static MonitoringAlert alert(boolean firing, String fingerprint, String... labels) {
        var all = new TreeMap<String, String>();
        all.put("namespace", "maps");
        all.put("alertname", "TooManyErrors");
        for (var i = 0; i < labels.length; i += 2) {
            all.put(labels[i], labels[i + 1]);
        }
        return MonitoringAlert.of(firing, all, Map.of("summary", "5xx over 5%"), fingerprint);
    }

    private void commit(String text) {
        world.repository.commit(NamespaceSource.namespace("maps").object("a", text));
    }

    private void delivered(String text) {
        commit(text);
        world.deploy();
        world.complete("maps");
    }

    /** Text 2 is in sas, and 1 in the others. */
    private void underWay() {
        delivered("1");
        commit("2");
        world.deploy();
        assertThat(runs("sas")).isEqualTo("2");
    }

    /** Text 2 waits for a run of the deployer, and nothing else; 1 is everywhere. */
    private void queued() {
        delivered("0");
        commit("1");
        world.deploy();
        commit("2");
        world.deploy();
        world.complete("maps");
        assertThat(world.record("maps").waiting()).isNotNull();
        assertThat(runs("man")).isEqualTo("1");
    }

    private void hold() {
        var stored = world.records.find(new NamespaceId("maps")).orElseThrow();
        var hold = new Hold("rolled back", "alice", world.clock.instant());
        assertThat(world.records.replace(stored, stored.record().withHold(hold))).isPresent();
    }

    /** A run died when it had written the config, or was about to. */
    private void killAtUpdate(boolean written) {
        var dying =
                Proxy.newProxyInstance(
                        Awacs.class.getClassLoader(),
                        new Class<?>[] {Awacs.class},
                        (_, method, arguments) -> {
                            var update = method.getName().equals("update");
                            var answer =
                                    update && !written
                                            ? null
                                            : method.invoke(world.awacs, arguments);
                            if (update) {
                                throw new World.Killed();
                            }
                            return answer;
                        });
        world.through(Awacs.class.cast(dying));
        assertThatThrownBy(world::deploy).isInstanceOf(World.Killed.class);
    }

    private void bakeAndUnpause() {
        world.clock.advance(World.BAKE);
        world.unpause();
    }

    /** The text that the location's balancer runs. */
    private String runs(String location) {
        var active = world.awacs.balancer("maps", location).activeVersion();
        return active == null ? "" : world.awacs.texts("maps", active).getOrDefault("a", "");
    }

    private List<Blocker> blockers() {
        return world.rollouts().why(world.current("maps").id()).orElseThrow();
    }

    private List<String> stages() {
        return world.rollouts().find(world.current("maps").id()).orElseThrow().stages().stream()
                .map(it -> it.state().name())
                .toList();
    }

    private static List<String> places(List<AlertPauses.Place> places) {
        return places.stream().map(it -> it.namespace() + "/" + it.location()).toList();
    }
}
