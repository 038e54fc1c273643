package dev.balancerdeployer.delivery;

import java.nio.file.Path;

/** The example namespaces that a first start can deliver from. */
public interface Examples {

    /**
     * Makes a bare Git repository whose branch {@code main} holds them in one commit. One that is
     * there already stays as it is. All or nothing, however the process ends. Blocks for well under
     * a second.
     *
     * @throws java.io.UncheckedIOException if the directory cannot be written; trying again is safe
     */
    void create(Path bareRepository);
}
