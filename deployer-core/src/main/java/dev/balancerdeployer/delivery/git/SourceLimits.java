package dev.balancerdeployer.delivery.git;

/** How much of a repository is taken (SPEC D2); a namespace's limits are those of the registry. */
final class SourceLimits {

    static final int MAX_NAMESPACES = 10_000;

    /** Of those beyond {@link #MAX_NAMESPACES}, this many are named in a listing. */
    static final int MAX_NAMED_SURPLUS = 100;

    static final int MAX_OBJECT_BYTES = 1 << 20;
    static final int MAX_NAMESPACE_BYTES = 16 << 20;
    static final int MAX_OBJECTS = 10_000;
    static final int MAX_DIRECTORIES = 10_000;
    static final int MAX_PATHS_BYTES = 4 << 20;
    static final int MAX_BALANCERS = 64;
    static final int MAX_YAML_BYTES = 64 << 10;

    /** A git tree object: more than the allowed number of entries with names of allowed length. */
    static final int MAX_TREE_BYTES = 4 << 20;

    /** The git tree object that holds the namespaces. */
    static final int MAX_ROOT_TREE_BYTES = 32 << 20;

    /** Of one namespace; the rest is not told. */
    static final int MAX_PROBLEMS = 20;

    private SourceLimits() {}
}
