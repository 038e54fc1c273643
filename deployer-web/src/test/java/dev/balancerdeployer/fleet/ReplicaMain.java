package dev.balancerdeployer.fleet;

import dev.balancerdeployer.BalancerDeployerApplication;
import dev.balancerdeployer.embedded.Startup;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.SpringApplication;
import org.springframework.context.support.GenericApplicationContext;

/** The application, on a host whose clock is so many seconds ahead: the first argument. */
@NullMarked
final class ReplicaMain {

    private ReplicaMain() {}

    public static void main(String[] args) {
        var ahead = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(Long.parseLong(args[0])));
        var application = new SpringApplication(BalancerDeployerApplication.class);
        application.addInitializers(new Startup());
        application.addInitializers(context ->
                ((GenericApplicationContext) context)
                        .registerBean(
                                "clockAhead", Clock.class, () -> ahead, it -> it.setPrimary(true)));
        application.run(Arrays.copyOfRange(args, 1, args.length));
    }
}
