package dev.balancerdeployer.coordination;

import java.lang.management.ManagementFactory;
import java.util.Random;

/**
 * This process, as others see it.
 *
 * @param owner host, process and a random part: never the same after a restart
 */
record Replica(String host, String owner) {

    static Replica ofThisProcess(Random random) {
        var runtime = ManagementFactory.getRuntimeMXBean();
        var name = runtime.getName(); // PID@HOST
        var at = name.indexOf('@');
        var host = name.substring(at + 1).replaceAll("[^A-Za-z0-9_.-]", "-");
        return new Replica(
                host,
                "%s/%d/%08x".formatted(host, ProcessHandle.current().pid(), random.nextInt()));
    }
}
