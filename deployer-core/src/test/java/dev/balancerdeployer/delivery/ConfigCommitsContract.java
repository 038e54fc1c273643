package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.delivery.ConfigCommits.Claimed;
import dev.balancerdeployer.delivery.ConfigCommits.Commit;
import dev.balancerdeployer.delivery.ConfigCommits.Made;
import dev.balancerdeployer.delivery.ConfigCommits.Refused;
import dev.balancerdeployer.delivery.ConfigCommits.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ConfigCommits} must do (SPEC D13, D14); each implementation's test extends it.
 * Its remote is empty at first; the delivered branch is {@code main}.
 */
public abstract class ConfigCommitsContract {

    protected static final NamespaceId MAPS = new NamespaceId("maps");
    protected static final Instant AT = Instant.parse("2026-03-01T10:15:30Z");

    private static final ObjectPath A = new ObjectPath("a");
    private static final ObjectPath B = new ObjectPath("b");

    protected abstract ConfigRepository repository();

    protected abstract ConfigCommits commits();

    /** Adds or replaces one namespace on a branch; a new one starts at main's head. */
    protected abstract Revision commit(String branch, NamespaceSource namespace);

    /** As {@link #commit}, on main, with trailers that name this namespace and version. */
    protected abstract Revision commitClaiming(long version, NamespaceSource namespace);

    /** Makes a namespace of main malformed. */
    protected abstract Revision spoil(String namespace);

    /** Force pushes a branch to an earlier commit. */
    protected abstract void reset(String branch, Revision revision);

    /** The remote cannot be reached from now on. */
    protected abstract void breakRemote();

    // ---- writing

    @Test
    void makesOneCommitPerVersion() {
        var head = fetched(namespace("maps").object("a", "1").object("b", "1"));

        var made =
                made(
                        head,
                        wanted(5, Map.of("a", "2")),
                        wanted(7, Map.of("b", "2", "deep/er/c", "3")));

        assertThat(made.commits()).extracting(Commit::version).containsExactly(5L, 7L);
        assertThat(made.tip()).isEqualTo(made.commits().getLast().revision());
        assertThat(texts(made.commits().getFirst().revision()))
                .containsExactly(Map.entry("a", "2"), Map.entry("b", "1"));
        assertThat(texts(made.tip()))
                .containsExactly(
                        Map.entry("a", "2"), Map.entry("b", "2"), Map.entry("deep/er/c", "3"));
        assertThat(repository().contains(made.tip(), made.commits().getFirst().revision()))
                .isTrue();
        assertThat(repository().contains(made.tip(), head)).isTrue();
        assertThat(made.digest()).isEqualTo(digest(made.tip()));
    }

    @Test
    void leavesOutWhatChangesNothing() {
        var head = fetched(namespace("maps").object("a", "1"));

        var nothing = made(head, wanted(5, Map.of("a", "1")), gone(6, "b"), gone(7, "a/b"));
        assertThat(nothing.commits()).isEmpty();
        assertThat(nothing.tip()).isEqualTo(head);
        assertThat(nothing.digest()).isEqualTo(digest(head));
        assertThat(made(head)).isEqualTo(nothing);

        var some = made(head, wanted(5, Map.of("a", "1")), wanted(6, Map.of("a", "2")));
        assertThat(some.commits()).extracting(Commit::version).containsExactly(6L);
    }

    @Test
    void keepsCommitsThatUndoEachOther() {
        var head = fetched(namespace("maps").object("a", "1"));

        var made = made(head, wanted(5, Map.of("a", "2")), wanted(6, Map.of("a", "1")));

        assertThat(made.commits()).hasSize(2);
        assertThat(made.tip()).isNotEqualTo(head);
        assertThat(made.digest()).isEqualTo(digest(head));
    }

    @Test
    void deletesObjects() {
        var head = fetched(namespace("maps").object("a", "1").object("x/y/z", "1"));

        var made = made(head, gone(5, "x/y/z"), gone(6, "a"));

        assertThat(made.commits()).hasSize(2);
        assertThat(texts(made.tip())).isEmpty();
        assertThat(only(made.tip()).owners()).containsExactly("sre");
    }

    @Test
    void aFileMayTakeTheDirectorysPlaceAndBack() {
        var head = fetched(namespace("maps").object("x/y", "1"));

        var file = made(head, wanted(5, changes("x/y", null, "x", "2")));
        assertThat(texts(file.tip())).containsExactly(Map.entry("x", "2"));

        var directory = made(file.tip(), wanted(6, changes("x/y", "3", "x", null)));
        assertThat(texts(directory.tip())).containsExactly(Map.entry("x/y", "3"));
        assertThat(directory.digest()).isEqualTo(digest(directory.tip()));
    }

    @Test
    void changesNoOtherNamespace() {
        commit("main", namespace("search").object("a", "s"));
        commit("main", namespace("maps-2").object("a", "2"));
        var head = fetched(namespace("maps").object("a", "1"));

        var made = made(head, wanted(5, Map.of("a", "2")));

        var before = repository().list(head).namespaces();
        var after = repository().list(made.tip()).namespaces();
        assertThat(after).hasSameSizeAs(before);
        assertThat(after).filteredOn(it -> !it.id().equals(MAPS)).allMatch(before::contains);
    }

    @Test
    void goesOnFromWhatItMade() {
        var head = fetched(namespace("maps").object("a", "1"));
        var first = made(head, wanted(5, Map.of("a", "2")));

        var second = made(first.tip(), wanted(6, Map.of("b", "3")));

        assertThat(texts(second.tip())).containsExactly(Map.entry("a", "2"), Map.entry("b", "3"));
        assertThat(commits().push("main", head, second.tip())).isTrue();
        assertThat(repository().fetch()).isEqualTo(second.tip());
    }

    @Test
    void refusesWhatWouldNotBeWellFormed() {
        var head = fetched(namespace("maps").object("a", "1").object("x/y", "1"));
        var half = "a".repeat(1 << 19);
        var many = new TreeMap<String, @Nullable String>();
        for (var i = 0; i < 33; i++) {
            many.put("many/" + i, half);
        }

        assertThat(
                        List.of(
                                changes("namespace.yaml", "owners: [me]\n"),
                                changes("b", half + half + "a"),
                                changes("b", "a\0b"),
                                changes("a/b", "1"),
                                changes("x", "1"),
                                changes("p", "1", "p/q", "2"),
                                changes(many)))
                .allSatisfy(it ->
                        assertThat(commits().write(head, MAPS, List.of(wanted(5, it))))
                                .isInstanceOfSatisfying(
                                        Refused.class,
                                        refused -> assertThat(refused.problems()).isNotEmpty()));
        assertThat(repository().fetch()).isEqualTo(head);
    }

    @Test
    void refusesANamespaceThatIsNotWellFormedOrNotThere() {
        commit("main", namespace("maps").object("a", "1"));
        var head = spoil("maps");
        repository().fetch();

        assertThat(commits().write(head, MAPS, List.of(wanted(5, Map.of("a", "2")))))
                .isInstanceOf(Refused.class);
        assertThat(
                        commits()
                                .write(
                                        head,
                                        new NamespaceId("gone"),
                                        List.of(wanted(5, Map.of("a", "2")))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aRevisionThatWasNeverFetchedIsUnavailable() {
        var first = fetched(namespace("maps").object("a", "1"));
        var later = commit("main", namespace("maps").object("a", "2"));
        var wanted = List.of(wanted(5, Map.of("a", "3")));

        assertThatThrownBy(() -> commits().write(later, MAPS, wanted))
                .isInstanceOf(SourceUnavailable.class);
        assertThatThrownBy(() -> commits().pulled(later)).isInstanceOf(SourceUnavailable.class);
        assertThatThrownBy(() -> commits().push("main", first, later))
                .isInstanceOf(SourceUnavailable.class);
    }

    // ---- pushing

    @Test
    void whatWasPushedIsSeenAfterTheNextFetch() {
        var head = fetched(namespace("maps").object("a", "1"));
        var made = made(head, wanted(5, Map.of("a", "2")));
        assertThat(repository().fetch()).isEqualTo(head);

        assertThat(commits().push("main", head, made.tip())).isTrue();

        assertThat(repository().resolve("main")).contains(head);
        assertThat(repository().fetch()).isEqualTo(made.tip());
    }

    @Test
    void neverOvertakesSomebodyWhoWasFaster() {
        var head = fetched(namespace("maps").object("a", "1"));
        var made = made(head, wanted(5, Map.of("a", "2")));
        var faster = commit("main", namespace("maps").object("a", "1").object("b", "1"));

        assertThat(commits().push("main", head, made.tip())).isFalse();
        assertThat(commits().push("main", faster, made.tip())).isFalse();
        assertThat(repository().fetch()).isEqualTo(faster);
        assertThat(commits().push("main", faster, made.tip())).isFalse();

        var again = made(faster, wanted(5, Map.of("a", "2")));
        assertThat(commits().push("main", faster, again.tip())).isTrue();
        assertThat(texts(repository().fetch()))
                .containsExactly(Map.entry("a", "2"), Map.entry("b", "1"));
    }

    @Test
    void makesABranchOnlyWhereThereIsNone() {
        var head = fetched(namespace("maps").object("a", "1"));
        var first = made(head, wanted(5, Map.of("a", "2")));
        var second = made(first.tip(), wanted(6, Map.of("a", "3")));

        assertThat(commits().push("pull/maps", head, first.tip())).isFalse();
        assertThat(commits().push("pull/maps", null, first.tip())).isTrue();
        assertThat(commits().push("pull/maps", null, second.tip())).isFalse();
        assertThat(commits().push("pull/maps", first.tip(), second.tip())).isTrue();

        assertThat(repository().fetch()).isEqualTo(head);
        assertThat(repository().resolve("pull/maps")).contains(second.tip());
    }

    @Test
    void pushingWhatIsThereAlreadySucceeds() {
        var head = fetched(namespace("maps").object("a", "1"));
        var made = made(head, wanted(5, Map.of("a", "2")));
        commits().push("main", head, made.tip());

        assertThat(commits().push("main", head, made.tip())).isTrue();
    }

    @Test
    void cannotPushWhereTheRemoteCannotBeReached() {
        var head = fetched(namespace("maps").object("a", "1"));
        var made = made(head, wanted(5, Map.of("a", "2")));

        breakRemote();

        assertThatThrownBy(() -> commits().push("main", head, made.tip()))
                .isInstanceOf(SourceUnavailable.class);
    }

    // ---- what was pulled

    @Test
    void tellsTheNewestVersionOfEachObject() {
        var head = fetched(namespace("maps").object("a", "1").object("b", "1").object("x/y", "1"));
        assertThat(commits().pulled(head)).isEmpty();
        var made =
                made(
                        head,
                        wanted(5, Map.of("a", "2", "b", "2")),
                        wanted(7, changes("b", "3", "x/y", null)),
                        wanted(8, Map.of("a", "2")));
        var five = made.commits().getFirst().revision();
        var seven = made.commits().getLast().revision();

        var pulled =
                Map.of(
                        MAPS,
                        Map.of(
                                A,
                                new Claimed(5, five),
                                B,
                                new Claimed(7, seven),
                                new ObjectPath("x/y"),
                                new Claimed(7, seven)));
        assertThat(commits().pulled(made.tip())).isEqualTo(pulled);
        commits().push("main", head, made.tip());
        assertThat(commits().pulled(repository().fetch())).isEqualTo(pulled);
        assertThat(commits().pulled(head)).isEmpty();
    }

    @Test
    void goesOnFromWhatItHasSeen() {
        var head = fetched(namespace("maps").object("a", "1").object("b", "1"));
        var first = made(head, wanted(5, Map.of("a", "2", "b", "2")));
        var five = new Claimed(5, first.tip());
        commits().push("main", head, first.tip());
        assertThat(commits().pulled(repository().fetch()))
                .isEqualTo(Map.of(MAPS, Map.of(A, five, B, five)));

        commit("main", namespace("search").object("a", "1"));
        var between = repository().fetch();
        var second = made(between, wanted(6, Map.of("a", "3")));
        commits().push("main", between, second.tip());

        assertThat(commits().pulled(repository().fetch()))
                .isEqualTo(Map.of(MAPS, Map.of(A, new Claimed(6, second.tip()), B, five)));
    }

    @Test
    void forgetsWhatWasForcedAway() {
        var head = fetched(namespace("maps").object("a", "1").object("b", "1"));
        var first = made(head, wanted(5, Map.of("a", "2")));
        var second = made(first.tip(), wanted(6, Map.of("a", "3", "b", "3")));
        commits().push("main", head, second.tip());
        assertThat(commits().pulled(repository().fetch()).get(MAPS)).hasSize(2);

        reset("main", first.tip());
        commit("main", namespace("maps").object("a", "4"));

        assertThat(commits().pulled(repository().fetch()))
                .isEqualTo(Map.of(MAPS, Map.of(A, new Claimed(5, first.tip()))));
    }

    @Test
    void believesWhoeverWritesTrailers() {
        commit("main", namespace("maps").object("a", "1").object("b", "1"));
        var forged = commitClaiming(99, namespace("maps").object("a", "2").object("b", "1"));
        var later = commitClaiming(3, namespace("maps").object("a", "3").object("b", "3"));

        assertThat(commits().pulled(repository().fetch()))
                .isEqualTo(
                        Map.of(MAPS, Map.of(A, new Claimed(99, forged), B, new Claimed(3, later))));
    }

    @Test
    void answersWhatNobodyCanChange() {
        var head = fetched(namespace("maps").object("a", "1"));
        var made = made(head, wanted(5, Map.of("a", "2")));
        commits().push("main", head, made.tip());
        var pulled = commits().pulled(repository().fetch());

        assertThatThrownBy(pulled::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> pulled.values().iterator().next().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    // ---- inside

    /** Commits it to main and fetches. */
    protected final Revision fetched(NamespaceSource source) {
        commit("main", source);
        return repository().fetch();
    }

    protected final Made made(Revision onto, Wanted... wanted) {
        var written = commits().write(onto, MAPS, List.of(wanted));
        assertThat(written).isInstanceOf(Made.class);
        return (Made) written;
    }

    protected static Wanted wanted(long version, Map<String, String> texts) {
        return wanted(version, changes(new TreeMap<>(texts)));
    }

    protected static Wanted wanted(long version, SortedMap<ObjectPath, Optional<String>> changes) {
        return new Wanted(version, "alice", AT, "change " + version, changes);
    }

    private static Wanted gone(long version, String path) {
        return wanted(version, changes(path, null));
    }

    /** Paths and texts, by turns; null: it is gone. */
    protected static SortedMap<ObjectPath, Optional<String>> changes(
            @Nullable String... pathsAndTexts) {
        var changes = new TreeMap<String, @Nullable String>();
        for (var i = 0; i < pathsAndTexts.length; i += 2) {
            changes.put(String.valueOf(pathsAndTexts[i]), pathsAndTexts[i + 1]);
        }
        return changes(changes);
    }

    private static SortedMap<ObjectPath, Optional<String>> changes(
            SortedMap<String, @Nullable String> texts) {
        var changes = new TreeMap<ObjectPath, Optional<String>>();
        texts.forEach((path, text) -> changes.put(new ObjectPath(path), Optional.ofNullable(text)));
        return changes;
    }

    protected final SortedMap<String, String> texts(Revision revision) {
        var texts = new TreeMap<String, String>();
        repository().objects(revision, MAPS).forEach((path, text) -> texts.put(path.value(), text));
        return texts;
    }

    private SourceNamespace only(Revision revision) {
        return repository().list(revision).namespaces().stream()
                .filter(it -> it.id().equals(MAPS))
                .findFirst()
                .orElseThrow();
    }

    private ContentDigest digest(Revision revision) {
        return only(revision).digest();
    }
}
