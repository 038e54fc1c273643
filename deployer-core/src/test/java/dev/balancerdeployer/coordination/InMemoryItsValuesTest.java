package dev.balancerdeployer.coordination;

class InMemoryItsValuesTest extends ItsValuesContract {

    @Override
    protected ItsValues values(DatabaseTime time) {
        return new InMemoryItsValues(time);
    }
}
