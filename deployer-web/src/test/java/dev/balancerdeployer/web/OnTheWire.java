package dev.balancerdeployer.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/** A test against the HTTP side on fakes; all of them share one context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = WebSlice.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.threads.virtual.enabled=true",
            "spring.main.banner-mode=off",
            "management.endpoint.health.group.readiness.include=readinessState",
            "logging.level.root=warn",
            "logging.level.dev.balancerdeployer.web.ProblemHandler=off"
        })
public @interface OnTheWire {}
