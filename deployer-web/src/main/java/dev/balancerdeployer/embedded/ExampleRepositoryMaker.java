package dev.balancerdeployer.embedded;

import dev.balancerdeployer.delivery.Examples;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.context.SmartLifecycle;

/** Makes the example repository, if it is missing, while the application starts: before a job. */
final class ExampleRepositoryMaker implements SmartLifecycle {

    private final Examples examples;
    private final Path repository;
    private volatile boolean running;

    ExampleRepositoryMaker(Examples examples, Path repository) {
        this.examples = examples;
        this.repository = repository;
    }

    @Override
    public void start() {
        try {
            examples.create(repository);
        } catch (UncheckedIOException e) {
            throw new StartRefused(
                    "The example repository " + repository + " cannot be created.",
                    "Make its directory writable, or do without: --deployer.examples=false.",
                    e);
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
