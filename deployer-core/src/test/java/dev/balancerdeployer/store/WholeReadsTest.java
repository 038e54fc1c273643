package dev.balancerdeployer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployertest.TestMongo;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A compare-and-set is only as good as the read before it (SPEC C8). */
class WholeReadsTest {

    private static final TestMongo MONGO = TestMongo.start();

    @AfterAll
    static void stop() {
        MONGO.close();
    }

    @Test
    void showTheDocumentAsItWasAtOneInstant() throws Exception {
        var documents = new Store(MONGO.database()).collection("whole").withRevIndex();
        documents.insert(fields(0).append("_id", "x").append(Documents.REV, 1L));
        var done = new CountDownLatch(1);

        try (var threads = Executors.newFixedThreadPool(2)) {
            var torn =
                    threads.submit(() -> {
                        while (done.getCount() > 0) {
                            var read = documents.find("x").orElseThrow();
                            read.remove("_id");
                            read.remove(Documents.REV);
                            if (new HashSet<>(read.values()).size() > 1) {
                                return read.toJson();
                            }
                        }
                        return "";
                    });
            threads.submit(
                            () -> {
                                for (var i = 1; i <= 200; i++) {
                                    documents.replace(Cas.at("x", i), fields(i));
                                }
                                done.countDown();
                            })
                    .get();

            assertThat(torn.get()).isEmpty();
        }
    }

    private static Document fields(int value) {
        var document = new Document();
        IntStream.range(0, 80).forEach(it -> document.append("field" + it, value));
        return document;
    }
}
