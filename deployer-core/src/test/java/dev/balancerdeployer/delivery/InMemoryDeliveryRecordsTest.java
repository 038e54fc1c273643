package dev.balancerdeployer.delivery;

class InMemoryDeliveryRecordsTest extends DeliveryRecordsContract {

    private final DeliveryRecords records = new InMemoryDeliveryRecords();

    @Override
    protected DeliveryRecords records() {
        return records;
    }
}
