package dev.balancerdeployer.delivery.git;

import dev.balancerdeployer.delivery.ConfigRepository;
import dev.balancerdeployer.delivery.DataDirectory;
import dev.balancerdeployer.delivery.DeliveryPolicy;
import dev.balancerdeployer.delivery.OnNewer;
import dev.balancerdeployer.delivery.PullMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes the adapter as the application does. */
final class TestSource {

    static final DeliveryPolicy POLICY =
            new DeliveryPolicy(
                    Duration.ofHours(1),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(45),
                    Duration.ofHours(1),
                    OnNewer.QUEUE);

    private TestSource() {}

    static GitProperties settings(@Nullable String url) {
        return settings(url, null, "", Duration.ofMinutes(1));
    }

    static GitProperties settings(
            @Nullable String url, @Nullable String branch, String path, Duration limit) {
        return new GitProperties(
                url,
                branch,
                path,
                null,
                null,
                null,
                PullMode.COMMIT,
                Duration.ofSeconds(20),
                limit,
                limit);
    }

    static GitConfigRepository open(GitProperties settings, Path data) {
        return open(settings, data, System::nanoTime);
    }

    static GitConfigRepository open(GitProperties settings, Path data, LongSupplier nanos) {
        return (GitConfigRepository) any(settings, data, nanos);
    }

    static ConfigRepository any(GitProperties settings, Path data, LongSupplier nanos) {
        return both(settings, data, Clock.systemUTC(), nanos).repository();
    }

    static DeliveryGitConfiguration.Adapters both(
            GitProperties settings, Path data, Clock clock, LongSupplier nanos) {
        return DeliveryGitConfiguration.adapters(
                settings, new DataDirectory(data), POLICY, clock, nanos);
    }
}
