package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.registry.HostedNamespaces;
import dev.balancerdeployer.delivery.registry.InMemoryHostedNamespaces;
import dev.balancerdeployer.delivery.registry.InMemoryObjectTexts;
import dev.balancerdeployer.delivery.registry.ObjectTexts;
import dev.balancerdeployertest.MutableClock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** The registry and its HTTP side as they are wired, on stores in memory. */
@EnableAutoConfiguration(
        excludeName = {
            "org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration",
            "org.springframework.boot.data.mongodb.autoconfigure.DataMongoAutoConfiguration",
            "org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration"
        })
@ComponentScan(
        basePackages = {"dev.balancerdeployer.web", "dev.balancerdeployer.delivery.registry"},
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern =
                                "dev\\.balancerdeployer\\.(web\\.((?!awacs)[a-z]+\\..*|.*(Slice|Test).*)"
                                        + "|delivery\\.registry\\.(mongo\\..*|.*Test.*))"))
class AwacsSlice {

    /** The application's readiness asks for a database, and there is none here. */
    static final String WITHOUT_DATABASE =
            "management.endpoint.health.validate-group-membership=false";

    @Bean
    MutableClock clock() {
        return new MutableClock();
    }

    @Bean
    RecordedAudit audit() {
        return new RecordedAudit();
    }

    @Bean
    DatabaseTime databaseTime(MutableClock clock) {
        return clock::instant;
    }

    @Bean
    HostedNamespaces hostedNamespaces(DatabaseTime time) {
        return new InMemoryHostedNamespaces(time);
    }

    @Bean
    ObjectTexts objectTexts() {
        return new InMemoryObjectTexts();
    }

    /** Keeps what was recorded. */
    static final class RecordedAudit implements Audit {

        private final List<Entry> entries = new CopyOnWriteArrayList<>();

        List<Entry> of(String target) {
            return entries.stream().filter(it -> it.target().equals(target)).toList();
        }

        @Override
        public void record(Entry entry) {
            entries.add(entry);
        }

        @Override
        public Page<Recorded> find(Filter filter, PageRequest page) {
            return new Page<>(List.of(), null);
        }
    }
}
