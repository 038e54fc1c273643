package dev.balancerdeployer.delivery;

class InMemorySeenPushesTest extends SeenPushesContract {

    private final SeenPushes pushes = new InMemorySeenPushes();

    @Override
    protected SeenPushes pushes() {
        return pushes;
    }
}
