package dev.balancerdeployer.delivery;

import java.nio.file.Path;

/** Where this replica keeps files: the mirror of the config repository and the examples. */
public record DataDirectory(Path path) {}
