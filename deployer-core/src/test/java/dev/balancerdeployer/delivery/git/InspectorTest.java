package dev.balancerdeployer.delivery.git;

import static dev.balancerdeployer.delivery.NamespaceSource.namespace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.delivery.git.TestRemote.Entry;
import dev.balancerdeployer.delivery.registry.RegistryLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {

    @TempDir Path directory;

    private final Inspector inspector =
            new Inspector(new NamespaceFileParser(Duration.ofMinutes(10)));

    @Test
    void readsNothingOfATreeThatItHasSeen() {
        try (var remote = new TestRemote(directory.resolve("remote.git"));
                var empty = new TestRemote(directory.resolve("empty.git"));
                var reader = remote.repository().newObjectReader();
                var blind = empty.repository().newObjectReader()) {
            var good =
                    remote.tree(
                            Entry.of(
                                    TestRemote.FILE,
                                    "namespace.yaml",
                                    remote.blob(namespace("a").yaml())));
            var bad = remote.tree();

            var first = inspector.inspect(reader, good);
            var second = inspector.inspect(reader, bad);

            assertThat(first).isInstanceOf(Verdict.Good.class);
            assertThat(second).isInstanceOf(Verdict.Bad.class);
            assertThat(inspector.inspect(blind, good)).isSameAs(first);
            assertThat(inspector.inspect(blind, bad)).isSameAs(second);
        }
    }

    @Test
    void looksAgainAtWhatCouldNotBeRead() {
        try (var remote = new TestRemote(directory.resolve("remote.git"));
                var reader = remote.repository().newObjectReader();
                var empty = new TestRemote(directory.resolve("empty.git"));
                var blind = empty.repository().newObjectReader()) {
            var good =
                    remote.tree(
                            Entry.of(
                                    TestRemote.FILE,
                                    "namespace.yaml",
                                    remote.blob(namespace("a").yaml())));

            assertThat(inspector.inspect(blind, good))
                    .isInstanceOfSatisfying(
                            Verdict.Bad.class, it -> assertThat(it.damaged()).isTrue());
            assertThat(inspector.inspect(reader, good)).isInstanceOf(Verdict.Good.class);
        }
    }

    @Test
    void takesNoMoreThanTheRegistryDoes() {
        assertThat(SourceLimits.MAX_OBJECT_BYTES).isEqualTo(RegistryLimits.MAX_OBJECT_BYTES);
        assertThat(SourceLimits.MAX_NAMESPACE_BYTES).isEqualTo(RegistryLimits.MAX_NAMESPACE_BYTES);
        assertThat(SourceLimits.MAX_OBJECTS).isEqualTo(RegistryLimits.MAX_OBJECTS);
        assertThat(SourceLimits.MAX_PATHS_BYTES).isEqualTo(RegistryLimits.MAX_PATHS_BYTES);
        assertThat(SourceLimits.MAX_BALANCERS).isEqualTo(RegistryLimits.MAX_BALANCERS);
    }
}
