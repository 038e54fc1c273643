package dev.balancerdeployer.embedded;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.core.env.PropertyResolver;

/**
 * Where the application listens. Read early, so that a mistake is refused by the setting's name
 * before anything is opened.
 *
 * @param address as {@code server.address}
 */
record ListenSettings(InetAddress address) {

    /**
     * Reads and checks the settings.
     *
     * @throws StartRefused if an address or port is none
     */
    static ListenSettings of(PropertyResolver settings) {
        checkPort("server.port", settings.getProperty("server.port", "8080"), 0);
        // -1 turns that server off
        checkPort(
                "management.server.port", settings.getProperty("management.server.port", "0"), -1);
        return new ListenSettings(address(settings.getProperty("server.address", "127.0.0.1")));
    }

    private static void checkPort(String name, String value, int lowest) {
        try {
            var port = Integer.parseInt(value.strip());
            if (port >= lowest && port <= 65_535) {
                return;
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw refused(name, value, lowest + "..65535");
    }

    private static InetAddress address(String value) {
        try {
            return InetAddress.getByName(value.strip());
        } catch (UnknownHostException _) {
            throw refused("server.address", value, "an IP address of this machine");
        }
    }

    private static StartRefused refused(String name, String value, String expected) {
        return new StartRefused(
                name + ": '" + value + "' (expected: " + expected + ")",
                "Correct " + name + ".",
                null);
    }
}
