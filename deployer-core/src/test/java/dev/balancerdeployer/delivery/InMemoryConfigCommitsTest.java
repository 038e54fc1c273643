package dev.balancerdeployer.delivery;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryConfigCommitsTest extends ConfigCommitsContract {

    private final InMemoryConfigRepository repository = new InMemoryConfigRepository();

    @Override
    protected ConfigRepository repository() {
        return repository;
    }

    @Override
    protected ConfigCommits commits() {
        return repository;
    }

    @Override
    protected Revision commit(String branch, NamespaceSource namespace) {
        return repository.commitTo(branch, namespace);
    }

    @Override
    protected Revision commitClaiming(long version, NamespaceSource namespace) {
        return repository.commitClaiming(version, namespace);
    }

    @Override
    protected Revision spoil(String namespace) {
        return repository.refuse(namespace, new SourceProblem("namespace.yaml", 1, "not YAML"));
    }

    @Override
    protected void reset(String branch, Revision revision) {
        repository.reset(branch, revision);
    }

    @Override
    protected void breakRemote() {
        repository.fail("the host does not answer");
    }

    // ---- what only a fake can do

    @Test
    void everyPushEndsAsItWasToldTo() {
        var head = fetched(namespace("maps").object("a", "1"));
        var made = made(head, wanted(5, Map.of("a", "2")));

        repository.failPushes(1);
        assertThatThrownBy(() -> repository.push("main", head, made.tip()))
                .isInstanceOf(SourceUnavailable.class);
        assertThat(repository.head("main")).isEqualTo(head);
        repository.rejectPushes(1);
        assertThat(repository.push("main", head, made.tip())).isFalse();
        repository.losePushAnswers(1);
        assertThatThrownBy(() -> repository.push("main", head, made.tip()))
                .isInstanceOf(SourceUnavailable.class);
        assertThat(repository.head("main")).isEqualTo(made.tip());

        repository.beforeNextPush(() -> repository.commit(namespace("search")));
        var next = made(made.tip(), wanted(6, Map.of("a", "3")));
        assertThat(repository.push("main", made.tip(), next.tip())).isFalse();
        assertThat(repository.pushes()).isEqualTo(4);
        assertThat(repository.log("main"))
                .extracting(InMemoryConfigRepository.Logged::author)
                .containsExactly("somebody", "alice", "somebody");
    }
}
