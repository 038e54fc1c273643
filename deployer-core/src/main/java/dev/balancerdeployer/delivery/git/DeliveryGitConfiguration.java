package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ConfigRepository;
import dev.balancerdeployer.delivery.DataDirectory;
import dev.balancerdeployer.delivery.DeliveryPolicy;
import dev.balancerdeployer.delivery.Examples;
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

    @Bean
    ConfigRepository configRepository(
            GitProperties settings, DataDirectory data, DeliveryPolicy policy) {
        return repository(settings, data, policy, System::nanoTime);
    }

    @Bean
    Examples examples(Clock clock) {
        return new ExampleRepository(clock);
    }

    @Bean
    TextDiff textDiff() {
        return new GitTextDiff();
    }

    static ConfigRepository repository(
            GitProperties settings, DataDirectory data, DeliveryPolicy policy, LongSupplier nanos) {
        if (settings.url() == null) {
            return new UnsetConfigRepository();
        }
        var remote = GitRemote.of(settings.url(), settings.username(), settings.password());
        var mirrors = data.path().resolve("git");
        var ssh =
                new SshAccess(
                        Optional.ofNullable(settings.sshKey()).map(Path::of).orElse(null),
                        Path.of(System.getProperty("user.home", ".")),
                        mirrors.resolve("known_hosts"));
        var fetch = new RemoteFetch(remote, settings.branch(), settings.idleTimeout(), ssh);
        return new GitConfigRepository(
                new Mirror(mirrors.resolve(remote.mirrorName()), fetch, nanos),
                ssh,
                settings,
                new Inspector(new NamespaceFileParser(policy.minBake())),
                nanos);
    }
}
