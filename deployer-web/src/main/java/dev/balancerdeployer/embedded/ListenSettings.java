package dev.balancerdeployer.embedded;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.springframework.core.env.PropertyResolver;

/**
 * Where the application listens. Read early, so that a mistake is refused by the setting's name
 * before anything is opened.
 *
 * @param address as {@code server.address}
 * @param defaults what follows from them
 */
record ListenSettings(InetAddress address, Map<String, Object> defaults) {

    private static final String MANAGEMENT_ADDRESS = "management.server.address";

    ListenSettings {
        defaults = Map.copyOf(defaults);
    }

    /**
     * Reads and checks the settings.
     *
     * @throws StartRefused if an address or port is none
     */
    static ListenSettings of(PropertyResolver settings) {
        var port = settings.getProperty("server.port", "8080");
        checkPort("server.port", port, 0);
        var address = address(settings.getProperty("server.address", "127.0.0.1"));
        var management = settings.getProperty("management.server.port");
        if (management == null) {
            return new ListenSettings(address, Map.of());
        }
        // -1 turns that server off
        checkPort("management.server.port", management, -1);
        // A server of its own would listen on every address, unlike the other.
        var follows = !management.equals(port) && !settings.containsProperty(MANAGEMENT_ADDRESS);
        return new ListenSettings(
                address, follows ? Map.of(MANAGEMENT_ADDRESS, address.getHostAddress()) : Map.of());
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
