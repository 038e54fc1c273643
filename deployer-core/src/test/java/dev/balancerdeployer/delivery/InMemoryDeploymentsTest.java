package dev.balancerdeployer.delivery;

class InMemoryDeploymentsTest extends DeploymentsContract {

    private final Deployments deployments = new InMemoryDeployments();

    @Override
    protected Deployments deployments() {
        return deployments;
    }
}
