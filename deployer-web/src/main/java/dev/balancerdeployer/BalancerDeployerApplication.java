package dev.balancerdeployer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.modulith.Modulithic;

/** The application class. */
@SpringBootApplication(proxyBeanMethods = false)
@Modulithic(systemName = "Balancer Deployer")
public class BalancerDeployerApplication {

    public static void main(String[] args) {
        SpringApplication.run(BalancerDeployerApplication.class, args);
    }
}
