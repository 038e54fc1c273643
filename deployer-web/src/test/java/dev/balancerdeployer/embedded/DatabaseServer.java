package dev.balancerdeployer.embedded;

import java.nio.file.Path;

/** The embedded server in a process of its own, so that replicas and it can die apart. */
public final class DatabaseServer {

    private DatabaseServer() {}

    /** Data directory, port (0: any). Says where it listens, then serves until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        var settings = new DataProperties.Mongo(Integer.parseInt(args[1]), false);
        try (var server = EmbeddedMongo.start(Path.of(args[0]), settings)) {
            ChildProcess.say(server.uri("balancer_deployer"));
            Thread.currentThread().join();
        }
    }
}
