package dev.balancerdeployerbench;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application that has the starters of ours and does nothing; see {@link StartupComparison}. */
@SpringBootApplication(proxyBeanMethods = false)
public class MinimalApplication {

    public static void main(String[] args) {
        SpringApplication.run(MinimalApplication.class, args);
    }
}
