package dev.balancerdeployer.coordination;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KillSwitchProperties.class)
class CoordinationValuesConfiguration {

    @Bean
    KillSwitch killSwitch(ItsValues values, KillSwitchProperties properties) {
        return new FlagKillSwitch(values, properties.path(), properties.policy());
    }

    @Bean
    FirstFlag firstFlag(ItsValues values, Audit audit, KillSwitchProperties properties) {
        return new FirstFlag(values, audit, properties.path());
    }

    /** Before the scheduler starts, so that the first run of all finds the flag. */
    @Bean
    SmartInitializingSingleton firstFlagAtStart(FirstFlag flag) {
        return flag::atStart;
    }
}
