package dev.balancerdeployer.weights;

import static dev.balancerdeployer.weights.Weighty.PRODUCTION;
import static dev.balancerdeployer.weights.Weighty.config;
import static dev.balancerdeployer.weights.Weighty.points;
import static dev.balancerdeployer.weights.Weighty.request;
import static dev.balancerdeployer.weights.Weighty.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was, and the way back to it (SPEC W10). */
@NullMarked
class HistoryTest extends OneProcess {

    @Test
    void aPageOfTheHistoryOfALargeConfigIsShorter() {
        var rows =
                IntStream.range(0, 4)
                        .mapToObj(it -> "c%d SAS=1 ".formatted(it) + String.join("=0 ", names(999)))
                        .collect(Collectors.joining("=0; ", "", "=0"));
        done(config(rows));
        for (var step = 0; step < 40; step++) {
            done(set("c0 L%d=1".formatted(step)));
        }

        var first = history(new PageRequest(500, null));
        var second = history(new PageRequest(500, first.next()));

        assertThat(first.items()).hasSize(37).first().returns(41L, Line::version);
        assertThat(second.items()).hasSize(4).last().returns(1L, Line::version);
        assertThat(second.next()).isNull();
    }

    @Test
    void revertsToWhatWas() {
        done(config(THIRDS));
        done(set("search SAS=0; video MSK=0"));
        done(config("search SAS=1 MSK=1 VLA=1; images VLA=1").at(2));

        var back = stepped(request(new Change.Revert(1)));

        assertThat(back.now()).isEqualTo(points("search MSK=49 SAS=51 VLA=0"));
        assertThat(back.version()).isEqualTo(4);
        assertThat(refused(request(new Change.Revert(9)))).isEqualTo(new Refusal.UnknownVersion(9));
        assertThat(refused(request(new Change.Revert(0)))).isEqualTo(new Refusal.UnknownVersion(0));
    }

    @Test
    void showsWhatWasAtATime() {
        var start = world.clock.instant();
        done(config(THIRDS));
        world.clock.advance(Duration.ofSeconds(10));
        done(set("search SAS=0"));
        world.clock.advance(Duration.ofSeconds(10));
        done(set("search SAS=7"));

        assertThat(versionAt(start.minusMillis(1))).isNull();
        assertThat(versionAt(start)).isEqualTo(1);
        assertThat(versionAt(start.plusMillis(9_999))).isEqualTo(1);
        assertThat(versionAt(start.plusSeconds(10))).isEqualTo(2);
        assertThat(versionAt(start.plusSeconds(999))).isEqualTo(3);
        assertThat(process.queries.version(PRODUCTION, 2).orElseThrow().values())
                .isEqualTo(points("search SAS=0 MSK=50 MAN=50; video SAS=50 MSK=50"));
        assertThat(process.queries.version(PRODUCTION, 4)).isEmpty();
        var page = process.queries.history(PRODUCTION, PageRequest.first(2)).orElseThrow();
        assertThat(page.items()).extracting(Line::version).containsExactly(3L, 2L);
        var rest =
                process.queries.history(PRODUCTION, new PageRequest(2, page.next())).orElseThrow();
        assertThat(rest.items()).extracting(Line::cause).containsExactly(Cause.CONFIG);
        assertThat(rest.next()).isNull();
    }

    private Page<Line> history(PageRequest page) {
        return process.queries.history(PRODUCTION, page).orElseThrow();
    }

    private @Nullable Long versionAt(Instant time) {
        return process.queries.at(PRODUCTION, time).map(Snapshot::version).orElse(null);
    }
}
