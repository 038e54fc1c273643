package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.InMemoryAudit;
import dev.balancerdeployer.coordination.InMemoryItsValues;
import dev.balancerdeployer.coordination.InMemorySemaphores;
import dev.balancerdeployer.coordination.LeasesOnFakes;
import dev.balancerdeployer.coordination.ProgramLeases;
import dev.balancerdeployer.coordination.Semaphores;
import dev.balancerdeployer.web.coordination.ScriptedJobs;
import dev.balancerdeployertest.MutableClock;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP side of the application on fakes: everything shared and the coordination part. */
@EnableAutoConfiguration(
        excludeName = {
            "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration",
            "org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration",
            "org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration"
        })
@ComponentScan(
        basePackages = "dev.balancerdeployer.web",
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern =
                                "dev\\.balancerdeployer\\.web\\.((?!coordination)[a-z]+\\..*|.*Test.*)"))
public class WebSlice {

    @Bean
    MutableClock clock() {
        return new MutableClock();
    }

    @Bean
    DatabaseTime databaseTime(MutableClock clock) {
        return clock::instant;
    }

    @Bean
    BreakableAudit audit(DatabaseTime time) {
        return new BreakableAudit(new InMemoryAudit(time));
    }

    @Bean
    InMemoryItsValues itsValues(DatabaseTime time) {
        return new InMemoryItsValues(time);
    }

    @Bean
    InMemorySemaphores semaphores(MutableClock clock) {
        return new InMemorySemaphores(clock);
    }

    @Bean
    ProgramLeases programLeases(Semaphores semaphores) {
        return LeasesOnFakes.of(semaphores);
    }

    @Bean
    ScriptedJobs jobs() {
        return new ScriptedJobs();
    }

    /** Fails as told. */
    @TestComponent
    @RestController
    static class Probe {

        @Schema(
                example =
                        """
                        {"text": "a", "number": 1, "kind": "ONE", "flag": true,
                         "nested": {"items": []}}
                        """)
        record Typed(String text, long number, Kind kind, boolean flag, Nested nested) {}

        record Nested(java.util.List<Item> items) {}

        record Item(String name, @org.jspecify.annotations.Nullable Long size) {

            Item {
                if (name.isBlank()) {
                    throw new IllegalArgumentException("name: '' (expected: a name)");
                }
            }
        }

        enum Kind {
            ONE,
            TWO
        }

        @GetMapping("/api/v1/probe/bug")
        @Operation(summary = "Fail")
        String bug() {
            throw new IllegalStateException("secret of dev.balancerdeployer.Some at /etc/passwd");
        }

        @PostMapping("/api/v1/probe/typed")
        @Operation(summary = "Echo")
        Typed typed(@RequestBody Typed body) {
            return body;
        }

        @PostMapping("/api/v1/probe/text")
        @Operation(summary = "Echo text")
        String text(TextBody body) {
            return body.text();
        }
    }

    /** An audit log that can be made to fail. */
    public static final class BreakableAudit implements Audit {

        private final InMemoryAudit audit;
        private volatile boolean broken;

        BreakableAudit(InMemoryAudit audit) {
            this.audit = audit;
        }

        public void broken(boolean now) {
            this.broken = now;
        }

        @Override
        public void record(Entry entry) {
            if (broken) {
                throw new dev.balancerdeployer.coordination.StoreUnavailable(
                        "broken", new IllegalStateException());
            }
            audit.record(entry);
        }

        @Override
        public dev.balancerdeployer.coordination.Page<Recorded> find(
                Filter filter, dev.balancerdeployer.coordination.PageRequest page) {
            return audit.find(filter, page);
        }
    }
}
