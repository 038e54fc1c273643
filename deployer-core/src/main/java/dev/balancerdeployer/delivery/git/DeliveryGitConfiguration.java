package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ConfigCommits;
import dev.balancerdeployer.delivery.ConfigRepository;
import dev.balancerdeployer.delivery.DataDirectory;
import dev.balancerdeployer.delivery.DeliveryPolicy;
import dev.balancerdeployer.delivery.Examples;
import dev.balancerdeployer.delivery.PullMode;
import dev.balancerdeployer.delivery.TextDiff;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GitProperties.class)
class DeliveryGitConfiguration {

    /** Both sides of the one repository. */
    record Adapters(ConfigRepository repository, ConfigCommits commits) {}

    @Bean
    Adapters configAdapters(
            GitProperties settings, DataDirectory data, DeliveryPolicy policy, Clock clock) {
        return adapters(settings, data, policy, clock, System::nanoTime);
    }

    @Bean
    ConfigRepository configRepository(Adapters adapters) {
        return adapters.repository();
    }

    @Bean
    ConfigCommits configCommits(Adapters adapters) {
        return adapters.commits();
    }

    @Bean
    PullMode pullMode(GitProperties settings) {
        return settings.pullMode();
    }

    @Bean
    Examples examples(Clock clock) {
        return new ExampleRepository(clock);
    }

    @Bean
    TextDiff textDiff() {
        return new GitTextDiff();
    }

    static Adapters adapters(
            GitProperties settings,
            DataDirectory data,
            DeliveryPolicy policy,
            Clock clock,
            LongSupplier nanos) {
        var url = settings.url();
        if (url == null) {
            return new Adapters(new UnsetConfigRepository(), new UnsetConfigCommits());
        }
        var source = source(settings, url, data, policy, nanos);
        return new Adapters(new GitConfigRepository(source), new GitConfigCommits(source, clock));
    }

    private static GitSource source(
            GitProperties settings,
            String url,
            DataDirectory data,
            DeliveryPolicy policy,
            LongSupplier nanos) {
        var remote = GitRemote.of(url, settings.username(), settings.password());
        var mirrors = data.path().resolve("git");
        var ssh =
                new SshAccess(
                        Optional.ofNullable(settings.sshKey()).map(Path::of).orElse(null),
                        Path.of(System.getProperty("user.home", ".")),
                        mirrors.resolve("known_hosts"));
        var access = new RemoteAccess(remote, settings.idleTimeout(), ssh);
        return new GitSource(
                settings,
                access,
                new Mirror(
                        mirrors.resolve(remote.mirrorName()),
                        new RemoteFetch(access, settings.branch()),
                        nanos),
                new Inspector(new NamespaceFileParser(policy.minBake())),
                new SourceTrees(settings),
                new OneAtATime(),
                nanos);
    }
}
