package dev.balancerdeployer.delivery.registry;

class InMemoryObjectTextsTest extends ObjectTextsContract {

    private final ObjectTexts texts = new InMemoryObjectTexts();

    @Override
    protected ObjectTexts texts() {
        return texts;
    }
}
