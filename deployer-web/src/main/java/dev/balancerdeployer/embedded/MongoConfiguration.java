package dev.balancerdeployer.embedded;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DataProperties.class)
class MongoConfiguration {

    /** A server that must be there for us to answer at all; nobody waits longer (SPEC O4). */
    private static final int SELECTION_SECONDS = 5;

    private static final int OPERATION_SECONDS = 10;

    /**
     * How many connections may be in the making. One that hangs in its handshake keeps its place,
     * and with the driver's two a renewal of a lease would wait behind them.
     */
    private static final int CONNECTING = 16;

    @Bean
    MongoClientSettingsBuilderCustomizer timeLimits(MongoConnectionDetails details) {
        return settings -> limit(settings, details.getConnectionString());
    }

    /** What the URI says about time wins. */
    private static void limit(MongoClientSettings.Builder settings, ConnectionString uri) {
        if (uri.getServerSelectionTimeout() == null) {
            settings.applyToClusterSettings(
                    it -> it.serverSelectionTimeout(SELECTION_SECONDS, TimeUnit.SECONDS));
        }
        if (uri.getConnectTimeout() == null) {
            settings.applyToSocketSettings(
                    it -> it.connectTimeout(SELECTION_SECONDS, TimeUnit.SECONDS));
        }
        if (uri.getMaxConnecting() == null) {
            settings.applyToConnectionPoolSettings(it -> it.maxConnecting(CONNECTING));
        }
        if (uri.getTimeout() == null) {
            settings.timeout(OPERATION_SECONDS, TimeUnit.SECONDS);
        }
    }
}
