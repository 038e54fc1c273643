package dev.balancerdeployer;

import dev.balancerdeployer.embedded.Startup;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulithic;

/** The application class. */
@SpringBootApplication(proxyBeanMethods = false)
@Modulithic(systemName = "Balancer Deployer")
public class BalancerDeployerApplication {

    /** Starts the application; it stops on SIGTERM. */
    public static void main(String[] args) {
        StopLimit.install();
        application().run(args);
    }

    static SpringApplication application() {
        var application = new SpringApplication(BalancerDeployerApplication.class);
        application.addInitializers(new Startup());
        return application;
    }
}
