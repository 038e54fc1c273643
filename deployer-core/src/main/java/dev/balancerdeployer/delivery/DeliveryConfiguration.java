package dev.balancerdeployer.delivery;

import dev.balancerdeployer.coordination.Audit;
import dev.balancerdeployer.coordination.DatabaseTime;
import dev.balancerdeployer.coordination.Jobs;
import dev.balancerdeployer.coordination.KillSwitch;
import java.security.SecureRandom;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliveryProperties.class)
class DeliveryConfiguration {

    @Bean
    DeliveryPolicy deliveryPolicy(DeliveryProperties properties) {
        return properties.policy();
    }

    @Bean
    Ids deliveryIds() {
        return new Ids(new SecureRandom());
    }

    @Bean
    RolloutDriver rolloutDriver(
            DeliveryRecords records, Awacs awacs, ConfigRepository repository, DatabaseTime time) {
        return new RolloutDriver(records, awacs, repository, time);
    }

    @Bean
    Starting starting(
            DeliveryRecords records,
            Awacs awacs,
            ConfigRepository repository,
            ConfigCommits commits,
            DatabaseTime time,
            DeliveryPolicy policy) {
        return new Starting(records, awacs, repository, commits, time, policy);
    }

    @Bean
    Delivery delivery(
            DeliveryRecords records,
            ConfigRepository repository,
            Starting starting,
            RolloutDriver driver,
            DatabaseTime time,
            Ids ids) {
        return new Delivery(records, repository, starting, driver, time, ids);
    }

    @Bean
    DeployerJob deployerJob(
            DeliveryRecords records,
            Deployments deployments,
            ConfigRepository repository,
            KillSwitch killSwitch,
            Delivery delivery,
            RolloutDriver driver) {
        return new DeployerJob(records, deployments, repository, killSwitch, delivery, driver);
    }

    @Bean
    UnpauserJob unpauserJob(DeliveryRecords records, KillSwitch killSwitch, RolloutDriver driver) {
        return new UnpauserJob(records, killSwitch, driver);
    }

    @Bean
    PullerJob pullerJob(
            DeliveryRecords records,
            Awacs awacs,
            ConfigRepository repository,
            ConfigCommits commits,
            KillSwitch killSwitch,
            RolloutDriver driver,
            DatabaseTime time,
            PullMode mode) {
        var pulling = new Pulling(records, awacs, repository, driver, time);
        return new PullerJob(
                killSwitch, new PullerJob.Services(records, repository, commits, pulling, mode));
    }

    @Bean
    Resolving resolving(
            DeliveryRecords records,
            Awacs awacs,
            ConfigRepository repository,
            Jobs jobs,
            DatabaseTime time,
            Ids ids) {
        return new Resolving(records, new Contents(awacs, repository), jobs, time, ids);
    }

    @Bean
    Rollouts rollouts(
            DeliveryRecords records,
            Awacs awacs,
            ConfigRepository repository,
            DatabaseTime time,
            KillSwitch killSwitch,
            Jobs jobs) {
        return new Rollouts(records, awacs, new Why(awacs, repository, time, killSwitch, jobs));
    }

    @Bean
    Namespaces namespaces(DeliveryRecords records, Awacs awacs, ConfigRepository repository) {
        return new Namespaces(records, awacs, repository);
    }

    @Bean
    Holds holds(DeliveryRecords records, Jobs jobs) {
        return new Holds(records, jobs);
    }

    @Bean
    DeploymentIntake deploymentIntake(
            Deployments deployments,
            DeliveryRecords records,
            ConfigRepository repository,
            Awacs awacs,
            TextDiff diff,
            Jobs jobs,
            DatabaseTime time,
            Ids ids) {
        return new DeploymentIntake(
                new DeploymentIntake.Parts(
                        deployments, records, repository, awacs, diff, jobs, time, ids));
    }

    @Bean
    Pushes pushes(ConfigRepository repository, SeenPushes seen, DeploymentIntake intake) {
        return new Pushes(repository, seen, intake);
    }

    @Bean
    AlertPauses alertPauses(DeliveryRecords records, Awacs awacs, Audit audit, Ids ids) {
        return new AlertPauses(records, awacs, audit, ids);
    }

    @Bean
    PendingDeployments pendingDeployments(Deployments deployments, Jobs jobs, DatabaseTime time) {
        return new PendingDeployments(deployments, jobs, time);
    }

    @Bean
    WaitingRollouts waitingRollouts(
            DeliveryRecords records, Awacs awacs, Jobs jobs, DatabaseTime time) {
        return new WaitingRollouts(records, awacs, jobs, time);
    }
}
