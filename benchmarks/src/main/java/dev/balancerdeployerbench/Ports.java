package dev.balancerdeployerbench;

import java.io.IOException;
import java.net.ServerSocket;

/** Ports for the processes that the programs start. */
final class Ports {

    private Ports() {}

    static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
