package dev.balancerdeployer.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir Path temp;

    @Test
    void createsAMissingDirectoryAndSaysWhoHasIt() throws IOException {
        try (var directory = DirectoryLock.take(temp.resolve("a/b"))) {
            assertThat(directory.path()).isEqualTo(temp.toRealPath().resolve("a/b"));
            assertThat(directory.path().resolve("lock"))
                    .hasContent(ProcessHandle.current().pid() + "");
        }
    }

    @Test
    void refusesADirectoryThatIsInUseNamingItAndTheProcess() throws IOException {
        try (var _ = DirectoryLock.take(temp)) {
            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> DirectoryLock.take(temp.resolve(".")))
                    .withMessage(
                            "The data directory %s is in use by another Balancer Deployer"
                                    + " (process %d).",
                            temp.toRealPath(), ProcessHandle.current().pid());
        }
    }

    @Test
    void refusesADirectoryThatAnotherProcessHas() throws Exception {
        try (var other = ChildProcess.start(HoldDirectory.class, temp.toString())) {
            other.heard();

            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> DirectoryLock.take(temp))
                    .withMessageContaining("(process " + other.pid() + ")");

            other.kill();
            DirectoryLock.take(temp).close();
        }
    }

    @Test
    void givesTheDirectoryBackWhenItIsClosed() {
        DirectoryLock.take(temp).close();
        DirectoryLock.take(temp).close();
    }

    @Test
    void refusesADirectoryThatCannotBeCreated() throws IOException {
        var file = Files.createFile(temp.resolve("file"));

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> DirectoryLock.take(file))
                .withMessageStartingWith("The data directory " + file + " cannot be created")
                .satisfies(it -> assertThat(it.action()).contains("--deployer.data-dir"));
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> DirectoryLock.take(file.resolve("below")))
                .withMessageContaining(file.resolve("below").toString());
    }

    /** Takes the directory and waits to be killed. */
    static final class HoldDirectory {

        private HoldDirectory() {}

        public static void main(String[] args) throws IOException {
            try (var directory = DirectoryLock.take(Path.of(args[0]))) {
                ChildProcess.say(directory.path());
                System.in.read();
            }
        }
    }
}
