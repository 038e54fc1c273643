package dev.balancerdeployer.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.balancerdeployer.coordination.Audit.Entry;
import dev.balancerdeployer.coordination.Audit.Filter;
import dev.balancerdeployer.coordination.Audit.Outcome;
import dev.balancerdeployer.coordination.Audit.Recorded;
import dev.balancerdeployertest.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every audit log keeps (SPEC C9). */
public abstract class AuditContract {

    private static final Actor ANN = new Actor("ann", "192.0.2.1");

    private final MutableClock clock = new MutableClock();
    private final Instant start = clock.instant();

    /** An empty log, with that time as the database's. */
    protected abstract Audit audit(DatabaseTime time);

    @Test
    void recordsEverythingOfAnEntry() {
        var audit = audit(clock::instant);
        var full =
                new Entry(
                        ANN,
                        "ITS_PUT",
                        "its/maps/common/x",
                        1L,
                        2L,
                        "{\"$x\": 1}\n",
                        Outcome.REFUSED,
                        "/problems/stale-version");
        var bare = Entry.done(Actor.self(), "RUN", "jobs/deployer", null);

        audit.record(full);
        clock.advance(Duration.ofMillis(1));
        audit.record(bare);

        assertThat(all(audit, Filter.any(), 10))
                .containsExactly(
                        new Recorded(start.plusMillis(1), bare), new Recorded(start, full));
    }

    @Test
    void isEmptyAtFirst() {
        assertThat(audit(clock::instant).find(Filter.any(), PageRequest.first(10)))
                .isEqualTo(new Page<>(List.<Recorded>of(), null));
    }

    @Test
    void filtersByEachConditionAndByAll() {
        var audit = audit(clock::instant);
        for (var actor : List.of("ann", "bob")) {
            for (var action : List.of("ITS_PUT", "ITS_DELETE")) {
                for (var target : List.of("its/a", "its/a/b")) {
                    audit.record(Entry.done(new Actor(actor, null), action, target, null));
                    clock.advance(Duration.ofSeconds(1));
                }
            }
        }

        assertThat(all(audit, filter("ann", null, null, null, null), 10)).hasSize(4);
        assertThat(all(audit, filter(null, "its/a", null, null, null), 10)).hasSize(4);
        assertThat(all(audit, filter(null, null, "ITS_PUT", null, null), 10)).hasSize(4);
        assertThat(all(audit, filter("ann", "its/a", "ITS_PUT", null, null), 10))
                .extracting(Recorded::at)
                .containsExactly(start);
        assertThat(all(audit, filter("an", null, null, null, null), 10)).isEmpty();
        assertThat(all(audit, filter("bob", null, null, null, start.plusSeconds(5)), 10))
                .extracting(Recorded::at)
                .containsExactly(start.plusSeconds(4));
    }

    @Test
    void includesTheBeginningOfATimeAndExcludesItsEnd() {
        var audit = audit(clock::instant);
        for (var i = 0; i < 4; i++) {
            audit.record(entry(i));
            clock.advance(Duration.ofMillis(1));
        }
        var from = start.plusMillis(1);
        var to = start.plusMillis(3);

        assertThat(numbers(audit, filter(null, null, null, from, to), 1)).containsExactly(2, 1);
        assertThat(numbers(audit, filter(null, null, null, from, null), 1))
                .containsExactly(3, 2, 1);
        assertThat(numbers(audit, filter(null, null, null, null, to), 1)).containsExactly(2, 1, 0);
        assertThat(numbers(audit, filter(null, null, null, to, from), 1)).isEmpty();
    }

    @Test
    void pagesThroughEntriesOfOneMillisecond() {
        var audit = audit(clock::instant);
        for (var i = 0; i < 20; i++) {
            audit.record(entry(i));
            if (i % 7 == 6) {
                clock.advance(Duration.ofMillis(1));
            }
        }
        var newestFirst = IntStream.range(0, 20).map(it -> 19 - it).boxed().toList();

        for (var limit : List.of(1, 2, 3, 7, 19, 20, 21)) {
            assertThat(numbers(audit, Filter.any(), limit)).isEqualTo(newestFirst);
        }
    }

    @Test
    void goesOnWithAPageWhileNewerEntriesAppear() {
        var audit = audit(clock::instant);
        for (var i = 0; i < 4; i++) {
            audit.record(entry(i));
        }
        var first = audit.find(Filter.any(), PageRequest.first(2));
        audit.record(entry(4));

        var second = audit.find(Filter.any(), new PageRequest(2, first.next()));

        assertThat(first.items()).extracting(AuditContract::number).containsExactly(3, 2);
        assertThat(second.items()).extracting(AuditContract::number).containsExactly(1, 0);
        assertThat(second.next()).isNull();
    }

    @Test
    void refusesACursorThatNoPageGaveOut() {
        var audit = audit(clock::instant);
        audit.record(entry(0));

        for (var cursor : List.of("", "x", "YXVkaXQfMQ", "YXVkaXQfeB8x")) {
            assertThatThrownBy(() -> audit.find(Filter.any(), new PageRequest(1, cursor)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("after: ");
        }
    }

    @Test
    void losesNothingOfManyWriters() {
        var audit = audit(clock::instant);

        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var i = 0; i < 100; i++) {
                var number = i;
                threads.execute(() -> audit.record(entry(number)));
            }
        }

        assertThat(numbers(audit, Filter.any(), 30))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    private static Entry entry(int number) {
        return Entry.done(ANN, "ITS_PUT", "its/x", String.valueOf(number));
    }

    private static int number(Recorded recorded) {
        return Integer.parseInt(String.valueOf(recorded.entry().reason()));
    }

    private static List<Integer> numbers(Audit audit, Filter filter, int limit) {
        return all(audit, filter, limit).stream().map(AuditContract::number).toList();
    }

    private static List<Recorded> all(Audit audit, Filter filter, int limit) {
        var page = audit.find(filter, PageRequest.first(limit));
        var all = new ArrayList<>(page.items());
        while (page.next() != null) {
            page = audit.find(filter, new PageRequest(limit, page.next()));
            assertThat(page.items()).isNotEmpty();
            all.addAll(page.items());
        }
        return all;
    }

    private static Filter filter(
            @Nullable String actor,
            @Nullable String target,
            @Nullable String action,
            @Nullable Instant since,
            @Nullable Instant until) {
        return new Filter(actor, target, action, since, until);
    }
}
