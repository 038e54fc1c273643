package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.Audit;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * The order of the filters: hygiene, audit, plain targets, [security], the limit of bodies. What
 * any of them refuses is in the audit log too; a body is not looked at before.
 */
@Configuration(proxyBeanMethods = false)
class FilterConfiguration {

    @Bean
    FilterRegistrationBean<RequestHygieneFilter> requestHygiene(ProblemHandler problems) {
        return at(Ordered.HIGHEST_PRECEDENCE, new RequestHygieneFilter(problems));
    }

    @Bean
    FilterRegistrationBean<AuditFilter> auditOfChanges(Audit audit, ProblemHandler problems) {
        var registration = at(-1_000, new AuditFilter(audit, problems));
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        return registration;
    }

    @Bean
    FilterRegistrationBean<PlainTargetFilter> plainTargets() {
        return at(-900, new PlainTargetFilter());
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimit() {
        return at(1_000, new BodyLimitFilter());
    }

    private static <T extends Filter> FilterRegistrationBean<T> at(int order, T filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        registration.setAsyncSupported(true);
        return registration;
    }
}
