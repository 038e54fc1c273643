package dev.balancerdeployer.web.awacs;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.Page;
import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.registry.Activation;
import dev.balancerdeployer.delivery.registry.InMemoryHostedNamespaces;
import dev.balancerdeployer.delivery.registry.InMemoryObjectTexts;
import dev.balancerdeployer.delivery.registry.NodeTargets;
import dev.balancerdeployer.delivery.registry.Registry;
import dev.balancerdeployertest.MutableClock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** The HTTP side of the registry, the registry in memory. */
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
                                "dev\\.balancerdeployer\\.web\\.((?!awacs)[a-z]+\\..*|.*(Slice|Test).*)"))
class AwacsSlice {

    @Bean
    MutableClock clock() {
        return new MutableClock();
    }

    @Bean
    RecordedAudit audit() {
        return new RecordedAudit();
    }

    @Bean
    Stores stores(MutableClock clock) {
        return new Stores(
                new InMemoryHostedNamespaces(clock::instant), new InMemoryObjectTexts());
    }

    @Bean
    NodeTargets nodeTargets(Stores stores) {
        return new NodeTargets(
                stores.namespaces(),
                stores.texts(),
                new ScheduledThreadPoolExecutor(1),
                Executors.newVirtualThreadPerTaskExecutor());
    }

    @Bean
    Registry registry(Stores stores, MutableClock clock, NodeTargets targets) {
        return new Registry(
                stores.namespaces(),
                stores.texts(),
                clock::instant,
                Activation.REPORTED,
                targets::changed);
    }

    record Stores(InMemoryHostedNamespaces namespaces, InMemoryObjectTexts texts) {}

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
