package dev.balancerdeployer.delivery.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The git that people use, as a second opinion. */
record GitCommand(Path repository) {

    /** Skips the test, and says so, where there is no git. */
    static void assumeInstalled() {
        var path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        var installed =
                Arrays.stream(path.split(File.pathSeparator, -1))
                        .anyMatch(it -> Files.isExecutable(Path.of(it, "git")));
        if (!installed) {
            System.err.println("SKIPPED: there is no git command, so no second opinion");
        }
        assumeThat(installed).as("the git command is installed").isTrue();
    }

    /** What it prints; fails if it does. */
    String run(String input, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "--git-dir", repository.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        var process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
