package dev.balancerdeployer.weights;

import org.jspecify.annotations.NullMarked;

@NullMarked
class InMemoryStoresTest extends WeightStoresContract {

    private final ConfigRecords configs = new InMemoryStores.Configs();
    private final VersionHistory history = new InMemoryStores.History();
    private final FiledAnswers answers = new InMemoryStores.Answers();
    private final EndedShifts ended = new InMemoryStores.Shifted();

    @Override
    protected ConfigRecords configs() {
        return configs;
    }

    @Override
    protected VersionHistory history() {
        return history;
    }

    @Override
    protected FiledAnswers answers() {
        return answers;
    }

    @Override
    protected EndedShifts ended() {
        return ended;
    }
}
