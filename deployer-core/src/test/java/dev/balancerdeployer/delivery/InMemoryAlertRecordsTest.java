package dev.balancerdeployer.delivery;

class InMemoryAlertRecordsTest extends AlertRecordsContract {

    private final InMemoryAlertRecords records = new InMemoryAlertRecords();

    @Override
    protected AlertRecords records() {
        return records;
    }
}
