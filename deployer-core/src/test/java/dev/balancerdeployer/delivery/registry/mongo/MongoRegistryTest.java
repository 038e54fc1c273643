package dev.balancerdeployer.delivery.registry.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.Awacs.Outcome.FencedOff;
import dev.balancerdeployer.delivery.AwacsContract;
import dev.balancerdeployer.delivery.AwacsUnavailable;
import dev.balancerdeployer.delivery.BalancerState;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.PauseKind;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.Safeguard;
import dev.balancerdeployer.delivery.registry.Activation;
import dev.balancerdeployer.delivery.registry.InMemoryRegistry;
import dev.balancerdeployer.delivery.registry.RegistryLimits;
import dev.balancerdeployer.store.Store;
import dev.balancerdeployertest.TestMongo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class MongoRegistryTest extends AwacsContract {

    private static final TestMongo MONGO = TestMongo.start();
    private static final DatabaseTime TIME = new ServerTime(MONGO.database());
    private static final LocationId SAS = new LocationId("sas");

    private final InMemoryRegistry made = on(TIME);
    private final NamespaceId maps = new NamespaceId("maps-" + UUID.randomUUID());

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Override
    protected Awacs awacs() {
        return made.awacs();
    }

    @Override
    protected DatabaseTime time() {
        return TIME;
    }

    @Override
    protected void report(
            NamespaceId namespace, LocationId location, long version, BalancerState state) {
        var outcome = made.registry().report(namespace, location, version, state, "", Actor.self());
        assertThat(outcome).isInstanceOf(Done.class);
    }

    @Test
    void aNamespaceOfTheGreatestSizeFits() {
        var objects = new TreeMap<ObjectPath, String>();
        IntStream.range(0, 16)
                .forEach(it ->
                        objects.put(
                                new ObjectPath("o" + it),
                                Integer.toHexString(it).repeat(RegistryLimits.MAX_OBJECT_BYTES)));

        var outcome = awacs().update(created(objects), Actor.self(), Safeguard.none());

        assertThat(outcome).isEqualTo(new Done(true, 1));
        assertThat(awacs().objects(maps, 1).orElseThrow()).isEqualTo(objects);
    }

    @Test
    void asManyObjectsWithTheLongestPathsAsAllowedFit() {
        var objects = new TreeMap<ObjectPath, String>();
        var folders = ("p".repeat(127) + "/").repeat(3);
        var paths = RegistryLimits.MAX_OBJECTS;
        var rest = RegistryLimits.MAX_PATHS_BYTES / paths - folders.length();
        IntStream.range(0, paths)
                .forEach(it ->
                        objects.put(
                                new ObjectPath(
                                        folders
                                                + Integer.toString(1_000_000 + it)
                                                        .repeat(rest / 7)),
                                ""));

        var outcome = awacs().update(created(objects), Actor.self(), Safeguard.none());

        assertThat(outcome).isEqualTo(new Done(true, 1));
        assertThat(awacs().find(maps).orElseThrow().objects()).hasSize(paths);
    }

    @Test
    void aWriteThatStalledPastItsNotAfterLosesInItsFilter() {
        create();
        var judged = TIME.now().minusSeconds(60);
        var stalled = on(stallingAt(judged));
        var safeguard =
                new Safeguard(new AttemptId("late"), null, judged.plus(Duration.ofSeconds(2)));

        var outcome = stalled.awacs().pause(maps, SAS, pause(), Actor.self(), safeguard);

        assertThat(outcome).isInstanceOf(FencedOff.class);
        assertThat(awacs().find(maps).orElseThrow().balancer(SAS).orElseThrow().pauses()).isEmpty();
        assertThat(awacs().attempt(maps, new AttemptId("late"))).isEmpty();
    }

    @Test
    void aStalledWriteNeverStoresItsOldTime() {
        create();
        var before = TIME.now();
        var stalled = on(stallingAt(before.minusSeconds(60)));

        var outcome = stalled.awacs().pause(maps, SAS, pause(), Actor.self(), Safeguard.none());

        var balancer = awacs().find(maps).orElseThrow().balancer(SAS).orElseThrow();
        assertThat(outcome).isEqualTo(new Done(true, 1));
        assertThat(balancer.pauses().getFirst().since()).isAfterOrEqualTo(before);
    }

    @Test
    void saysThatAwacsIsUnavailableWhenTheStoreIs() {
        DatabaseTime none =
                () -> {
                    throw new StoreUnavailable("gone", new IllegalStateException("test"));
                };
        create();

        assertThatThrownBy(() ->
                        on(none).awacs().pause(maps, SAS, pause(), Actor.self(), Safeguard.none()))
                .isInstanceOf(AwacsUnavailable.class);
    }

    private static InMemoryRegistry on(DatabaseTime time) {
        var store = new Store(MONGO.database());
        return InMemoryRegistry.on(
                new MongoHostedNamespaces(store),
                new MongoObjectTexts(store),
                time,
                Activation.REPORTED);
    }

    /** Read long ago once: the process then stood still. */
    private static DatabaseTime stallingAt(Instant old) {
        var first = new ArrayDeque<>(List.of(old));
        return () -> first.isEmpty() ? TIME.now() : first.remove();
    }

    private void create() {
        var objects = new TreeMap<ObjectPath, String>();
        objects.put(new ObjectPath("haproxy.cfg"), "one");
        awacs().update(created(objects), Actor.self(), Safeguard.none());
    }

    private ConfigUpdate created(SortedMap<ObjectPath, String> objects) {
        return new ConfigUpdate(
                maps, null, objects, List.of(new NewBalancer(SAS, List.of())), "", null);
    }

    private static NewBalancer.NewPause pause() {
        return new NewBalancer.NewPause(new PauseToken("t"), PauseKind.HUMAN, "because", null);
    }
}
