package dev.balancerdeployer.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM of its own that runs a test's main class, to be killed. Gone when it is closed. */
public final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader lines;

    private ChildProcess(Process process) {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    public static ChildProcess start(Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("-cp", classPath(main), main.getName()));
        command.addAll(List.of(arguments));
        return new ChildProcess(
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** That of this JVM, however the test was started. */
    private static String classPath(Class<?> main) {
        return main.getClassLoader() instanceof URLClassLoader loader
                ? Stream.of(loader.getURLs())
                        .map(it -> Path.of(URI.create(it.toString())).toString())
                        .collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    public long pid() {
        return process.pid();
    }

    /** What it says next, once it says it. */
    public String heard() throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (whole(line)) {
                return text(line);
            }
        }
        throw new IllegalStateException("the child ended by itself");
    }

    /** Kills it as {@code kill -9} does; answers what it had still said. */
    public List<String> kill() throws InterruptedException {
        // Of the handle, for that of the process closes what is still to be read.
        process.toHandle().destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
        return lines.lines().filter(ChildProcess::whole).map(ChildProcess::text).toList();
    }

    /** Called in the child: says something to the parent, who does not mistake the log for it. */
    public static void say(Object text) {
        System.out.println("<" + text + ">");
    }

    private static boolean whole(String line) {
        return line.startsWith("<") && line.endsWith(">");
    }

    private static String text(String line) {
        return line.substring(1, line.length() - 1);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
