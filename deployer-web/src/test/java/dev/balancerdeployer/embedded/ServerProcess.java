package dev.balancerdeployer.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The embedded server in a process of its own, to be stopped and killed: DIRECTORY PORT. */
final class ServerProcess {

    private ServerProcess() {}

    public static void main(String[] args) throws Exception {
        var settings = new DataProperties.Mongo(Integer.parseInt(args[1]), false);
        try (var server = EmbeddedMongo.start(Path.of(args[0]), settings)) {
            ChildProcess.say(server.uri("test"));
            new CountDownLatch(1).await();
        }
    }
}
