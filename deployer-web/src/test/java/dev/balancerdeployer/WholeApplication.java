package dev.balancerdeployer;

import org.jspecify.annotations.NullMarked;
import org.springframework.context.ConfigurableApplicationContext;

/** A door for tests of other packages. */
@NullMarked
public final class WholeApplication {

    /** Starts it as its main method does; the caller closes it. */
    public static ConfigurableApplicationContext start(String... arguments) {
        return BalancerDeployerApplication.application().run(arguments);
    }

    private WholeApplication() {}
}
