package dev.balancerdeployer.ops;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** A program of the machine, which judges the files it is made for. */
@NullMarked
final class Tool {

    /** How it ended (0: well) and what it said. */
    record Verdict(int code, String said) {}

    /**
     * Runs a program, which is looked for on the path and where Debian has those of daemons. The
     * test that asks is skipped, and says why, where there is none.
     */
    static Verdict run(String program, String debianPackage, String... arguments)
            throws IOException, InterruptedException {
        var found = find(program);
        assumeTrue(
                found.isPresent(),
                () ->
                        "NOT CHECKED: there is no "
                                + program
                                + " on this machine (apt-get install --no-install-recommends "
                                + debianPackage
                                + ")");
        var command = new ArrayList<String>();
        command.add(found.orElseThrow().toString());
        command.addAll(List.of(arguments));
        var log = Files.createTempFile(program, ".log");
        try {
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(program + " did not end within a minute");
            }
            return new Verdict(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
        } finally {
            Files.delete(log);
        }
    }

    static Verdict promtool(String... arguments) throws IOException, InterruptedException {
        return run("promtool", "prometheus", arguments);
    }

    private static Optional<Path> find(String program) {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .filter(it -> !it.isBlank())
                .map(it -> Path.of(it, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Tool() {}
}
