package dev.balancerdeployer.coordination.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClients;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.store.Store;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** There is no way to change or delete an entry (SPEC C9). */
@NullMarked
class AppendOnlyAuditTest {

    @Test
    void thePortOnlyRecordsAndFinds() {
        assertThat(Arrays.stream(Audit.class.getDeclaredMethods()).map(Method::getName))
                .containsExactlyInAnyOrder("record", "find");
    }

    @Test
    void theAdapterOnlyInsertsAndFinds() {
        var sent = new ConcurrentSkipListSet<String>();
        var server = new MongoServer(new MemoryBackend());
        try (var client = MongoClients.create(settings(server, sent))) {
            var audit =
                    new MongoAudit(
                            new Store(client.getDatabase("test")),
                            () -> Instant.parse("2026-11-25T10:00:00Z"));
            var entry = Audit.Entry.done(new Actor("ann", "127.0.0.1"), "ITS_PUT", "its/a", null);

            audit.record(entry);
            audit.record(entry);

            assertThat(audit.find(Audit.Filter.any(), new PageRequest(10, null)).items())
                    .hasSize(2);
            assertThat(sent).isEqualTo(Set.of("insert", "find", "createIndexes"));
        } finally {
            server.shutdownNow();
        }
    }

    private static MongoClientSettings settings(MongoServer server, Set<String> sent) {
        return MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(server.bindAndGetConnectionString()))
                .addCommandListener(
                        new CommandListener() {
                            @Override
                            public void commandStarted(CommandStartedEvent event) {
                                sent.add(event.getCommandName());
                            }
                        })
                .build();
    }
}
