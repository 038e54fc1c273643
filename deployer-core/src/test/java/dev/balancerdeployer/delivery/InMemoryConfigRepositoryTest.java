package dev.balancerdeployer.delivery;

class InMemoryConfigRepositoryTest extends ConfigRepositoryContract {

    private final InMemoryConfigRepository repository = new InMemoryConfigRepository();

    @Override
    protected ConfigRepository repository() {
        return repository;
    }

    @Override
    protected Revision commit(String branch, NamespaceSource namespace) {
        return repository.commitTo(branch, namespace);
    }

    @Override
    protected Revision spoil(String namespace) {
        return repository.refuse(namespace, new SourceProblem("namespace.yaml", 1, "not YAML"));
    }

    @Override
    protected Revision remove(String namespace) {
        return repository.remove(namespace);
    }

    @Override
    protected void reset(String branch, Revision revision) {
        repository.reset(branch, revision);
    }

    @Override
    protected void deleteBranch(String branch) {
        repository.deleteBranch(branch);
    }

    @Override
    protected void breakRemote() {
        repository.fail("the host does not answer");
    }
}
