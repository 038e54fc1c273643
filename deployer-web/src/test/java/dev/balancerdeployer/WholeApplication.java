package dev.balancerdeployer;

import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the whole application for tests of other packages. */
@NullMarked
public final class WholeApplication {

    private WholeApplication() {}

    /** On a free port and that directory. */
    public static ConfigurableApplicationContext on(Path data) {
        return BalancerDeployerApplication.application()
                .run("--server.port=0", "--deployer.data-dir=" + data);
    }
}
