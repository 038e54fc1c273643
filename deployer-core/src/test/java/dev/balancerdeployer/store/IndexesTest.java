package dev.balancerdeployer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.bson.Document;
import dev.balancerdeployer.coordination.StoreUnavailable;
import dev.balancerdeployertest.VirtualMongo;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes are made before the first call that needs them. */
@NullMarked
class IndexesTest {

    private static final int CANNOT_CREATE = 67;

    private final VirtualMongo mongo = VirtualMongo.at(Clock.systemUTC());
    private final Store store = new Store(mongo.database("indexes"));

    @AfterEach
    void stop() {
        mongo.close();
    }

    /** An earlier version of the application made it unique. */
    @ParameterizedTest
    @ValueSource(ints = {85, 86})
    void anIndexThatIsThereWithOtherOptionsServesToo(int code) {
        var documents = store.collection("plain").withIndex("at", "_id");
        var refused = refuseOne(code);

        assertThat(documents.find("x")).isEmpty();

        assertThat(refused).hasValue(1);
    }

    @Test
    void uniquenessIsNotDoneWithout() {
        var documents = store.collection("unique").withUnique("name");
        var refused = refuseOne(86);

        assertThatThrownBy(() -> documents.find("x")).isInstanceOf(StoreUnavailable.class);
        assertThat(refused).hasValue(1);
        assertThat(documents.find("x")).isEmpty();
    }

    @Test
    void anotherRefusalIsTold() {
        var documents = store.collection("plain").withIndex("at", "_id");
        refuseOne(CANNOT_CREATE);

        assertThatThrownBy(() -> documents.find("x")).isInstanceOf(StoreUnavailable.class);
    }

    /** The next command, which makes the index, is answered with that error. */
    private AtomicInteger refuseOne(int code) {
        var refused = new AtomicInteger();
        mongo.tamperWithAnswers(answer ->
                refused.compareAndSet(0, 1)
                        ? new Document("ok", 0).append("code", code).append("errmsg", "refused")
                        : answer);
        return refused;
    }
}
