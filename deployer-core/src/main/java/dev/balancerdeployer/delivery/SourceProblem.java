package dev.balancerdeployer.delivery;

/**
 * Why a namespace of the repository is refused, or what is odd about it.
 *
 * @param file path inside the namespace's directory
 * @param line 1-based; 0 if the whole file is meant
 * @param reason in words
 */
public record SourceProblem(String file, int line, String reason) {}
