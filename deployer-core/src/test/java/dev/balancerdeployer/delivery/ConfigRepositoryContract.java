package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ConfigRepository} must do (SPEC D1, D2, D7); each implementation's test extends
 * it. Its remote is empty at first; the delivered branch is {@code main}.
 */
public abstract class ConfigRepositoryContract {

    private static final NamespaceId MAPS = new NamespaceId("maps");

    protected abstract ConfigRepository repository();

    /** Adds or replaces one namespace on a branch; a new one starts at main's head. */
    protected abstract Revision commit(String branch, NamespaceSource namespace);

    /** Makes a namespace of main malformed. */
    protected abstract Revision spoil(String namespace);

    protected abstract Revision remove(String namespace);

    /** Force pushes a branch, made if needed, to an earlier commit. */
    protected abstract void reset(String branch, Revision revision);

    protected abstract void deleteBranch(String branch);

    /** The remote cannot be reached from now on. */
    protected abstract void breakRemote();

    private Revision commit(NamespaceSource namespace) {
        return commit("main", namespace);
    }

    @Test
    void fetchAnswersTheHeadOfTheDeliveredBranch() {
        var first = commit(namespace("maps"));
        assertThat(repository().fetch()).isEqualTo(first);
        assertThat(repository().fetch()).isEqualTo(first);

        var second = commit(namespace("maps").object("a", "1"));

        assertThat(repository().resolve("main")).contains(first);
        assertThat(repository().fetch()).isEqualTo(second);
        assertThat(repository().resolve("main")).contains(second);
    }

    @Test
    void readsEverythingThatANamespaceSays() {
        var revision =
                commit(
                        namespace("maps")
                                .owners("maps-sre", "web")
                                .locations("vla", "no", "sas")
                                .bake(Duration.ofMinutes(20))
                                .onNewer(OnNewer.RESTART)
                                .object("haproxy.cfg", "listen\n")
                                .object("backends/web.yaml", "näme: 1\n"));
        repository().fetch();

        var listing = repository().list(revision);

        assertThat(listing.revision()).isEqualTo(revision);
        assertThat(listing.refused()).isEmpty();
        var maps = only(listing);
        assertThat(maps.id()).isEqualTo(MAPS);
        assertThat(maps.owners()).containsExactly("maps-sre", "web");
        assertThat(maps.locations())
                .containsExactly(
                        new LocationId("vla"), new LocationId("no"), new LocationId("sas"));
        assertThat(maps.bake()).isEqualTo(Duration.ofMinutes(20));
        assertThat(maps.onNewer()).isEqualTo(OnNewer.RESTART);
        assertThat(repository().objects(revision, MAPS))
                .containsExactly(
                        Map.entry(new ObjectPath("backends/web.yaml"), "näme: 1\n"),
                        Map.entry(new ObjectPath("haproxy.cfg"), "listen\n"));
    }

    @Test
    void leavesTheDefaultsToTheOperator() {
        var revision = commit(namespace("maps"));
        repository().fetch();

        var maps = only(repository().list(revision));

        assertThat(maps.bake()).isNull();
        assertThat(maps.onNewer()).isNull();
        assertThat(repository().objects(revision, MAPS)).isEmpty();
    }

    @Test
    void listsSortedByName() {
        commit(namespace("b"));
        commit(namespace("B"));
        commit(namespace("a-1"));
        var revision = commit(namespace("a"));
        repository().fetch();

        assertThat(repository().list(revision).namespaces())
                .extracting(it -> it.id().value())
                .containsExactly("B", "a", "a-1", "b");
    }

    @Test
    void theDigestIsThatOfPathsAndContentsOnly() {
        var base = namespace("maps").object("a", "1").object("b/c", "2");
        var digest = digestAfter(base);

        assertThat(digestAfter(base.locations("man").bake(Duration.ofHours(3)).owners("new")))
                .isEqualTo(digest);
        assertThat(digestAfter(base.object("a", "3"))).isNotEqualTo(digest);
        assertThat(digestAfter(base.object("d", ""))).isNotEqualTo(digest);
        assertThat(digestAfter(namespace("maps").object("a", "2").object("b/c", "1")))
                .isNotEqualTo(digest);
        assertThat(digestAfter(namespace("maps").object("a", "1").object("bc", "2")))
                .isNotEqualTo(digest);
        assertThat(digestAfter(base)).isEqualTo(digest);
        assertThat(digest.value()).hasSizeBetween(1, 128);
    }

    @Test
    void oneMalformedNamespaceStopsNoOther() {
        commit(namespace("maps").object("a", "1"));
        commit(namespace("search"));
        var revision = spoil("maps");
        repository().fetch();

        var listing = repository().list(revision);

        assertThat(only(listing).id()).isEqualTo(new NamespaceId("search"));
        assertThat(listing.refused())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.name()).isEqualTo("maps");
                    assertThat(it.problems()).isNotEmpty();
                });
        assertThatIllegalArgumentException().isThrownBy(() -> repository().objects(revision, MAPS));
    }

    @Test
    void everyRevisionStaysReadable() {
        var first = commit(namespace("maps").object("a", "1"));
        repository().fetch();
        commit(namespace("maps").object("a", "2"));
        var gone = remove("maps");
        repository().fetch();

        assertThat(repository().objects(first, MAPS).get(new ObjectPath("a"))).isEqualTo("1");
        assertThat(repository().list(gone).namespaces()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> repository().objects(gone, MAPS));
    }

    @Test
    void resolvesBranchesAndCommits() {
        var main = commit(namespace("maps"));
        var fix = commit("fix/urgent", namespace("maps").object("a", "1"));
        repository().fetch();

        assertThat(repository().resolve("main")).contains(main);
        assertThat(repository().resolve("fix/urgent")).contains(fix);
        assertThat(repository().resolve(fix.sha())).contains(fix);
        assertThat(repository().resolve(fix.sha().substring(0, 12))).contains(fix);
        assertThat(List.of("nope", "", fix.sha().substring(0, 6), "0".repeat(40), "main~0", "../x"))
                .allSatisfy(it -> assertThat(repository().resolve(it)).isEmpty());
    }

    @Test
    void aDeletedBranchIsGoneAfterTheNextFetch() {
        commit(namespace("maps"));
        commit("fix", namespace("maps").object("a", "1"));
        repository().fetch();

        deleteBranch("fix");
        repository().fetch();

        assertThat(repository().resolve("fix")).isEmpty();
    }

    @Test
    void knowsWhoDescendsFromWhom() {
        var root = commit(namespace("maps"));
        var fix = commit("fix", namespace("maps").object("a", "1"));
        var main = commit(namespace("maps").object("a", "2"));
        repository().fetch();

        assertThat(repository().contains(main, root)).isTrue();
        assertThat(repository().contains(main, main)).isTrue();
        assertThat(repository().contains(root, main)).isFalse();
        assertThat(repository().contains(main, fix)).isFalse();
        assertThat(repository().contains(main, new Revision("0".repeat(40)))).isFalse();
    }

    @Test
    void followsAForcePush() {
        var root = commit(namespace("maps"));
        var lost = commit(namespace("maps").object("a", "1"));
        repository().fetch();

        reset("main", root);
        var found = commit(namespace("maps").object("a", "2"));

        assertThat(repository().fetch()).isEqualTo(found);
        assertThat(repository().contains(found, lost)).isFalse();
        assertThat(only(repository().list(lost)).id()).isEqualTo(MAPS);
    }

    @Test
    void anUnreachableRemoteLeavesTheLastGoodState() {
        var revision = commit(namespace("maps"));
        repository().fetch();

        breakRemote();

        assertThatThrownBy(() -> repository().fetch()).isInstanceOf(SourceUnavailable.class);
        assertThat(repository().resolve("main")).contains(revision);
        assertThat(only(repository().list(revision)).id()).isEqualTo(MAPS);
    }

    @Test
    void aMissingBranchLeavesTheLastGoodState() {
        var revision = commit(namespace("maps"));
        commit("other", namespace("maps").object("a", "1"));
        repository().fetch();

        deleteBranch("main");

        assertThatThrownBy(() -> repository().fetch())
                .isInstanceOf(SourceUnavailable.class)
                .hasMessageContaining("main");
        assertThat(repository().resolve("main")).contains(revision);
    }

    @Test
    void whatWasNeverFetchedIsUnavailable() {
        var revision = commit(namespace("maps"));
        assertThatThrownBy(() -> repository().resolve("main"))
                .isInstanceOf(SourceUnavailable.class);
        repository().fetch();
        var later = commit(namespace("maps").object("a", "1"));

        assertThatThrownBy(() -> repository().list(later)).isInstanceOf(SourceUnavailable.class);
        assertThatThrownBy(() -> repository().objects(later, MAPS))
                .isInstanceOf(SourceUnavailable.class);
        assertThatThrownBy(() -> repository().contains(later, revision))
                .isInstanceOf(SourceUnavailable.class);
    }

    private ContentDigest digestAfter(NamespaceSource source) {
        remove("maps");
        commit(source);
        return only(repository().list(repository().fetch())).digest();
    }

    private static SourceNamespace only(SourceListing listing) {
        assertThat(listing.namespaces()).hasSize(1);
        return listing.namespaces().getFirst();
    }
}
