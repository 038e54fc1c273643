package dev.balancerdeployer;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether this JVM must not decode Base64 of strangers: CVE-2026-114938, a heap overflow in
 * HotSpot's decoder for CPUs with AVX-512 VBMI.
 *
 * @param version of the JVM
 * @param intrinsics whether it uses its own decoder
 * @param cpu what the CPU can do, as {@code /proc/cpuinfo} says it; empty: not known
 */
record Base64Advice(Runtime.Version version, boolean intrinsics, String cpu) {

    private static final String FLAG = "UseBASE64Intrinsics";

    /** This JVM on this machine. */
    static Base64Advice here() {
        return new Base64Advice(Runtime.version(), flag(), cpuinfo());
    }

    /** What to tell whoever started it, if anything. */
    Optional<String> text() {
        if (!intrinsics || fixed() || !(cpu.isEmpty() || cpu.contains("avx512vbmi"))) {
            return Optional.empty();
        }
        return Optional.of(
                "Java "
                        + version
                        + " has CVE-2026-114938 on this machine: a request can overwrite memory."
                        + " Start it with java -XX:-UseBASE64Intrinsics -jar balancer-deployer.jar,"
                        + " or use 25.0.5.1, 27.0.1.1 or later");
    }

    private boolean fixed() {
        return (version.feature() == 25 && from("25.0.5.1")) || from("27.0.1.1");
    }

    private boolean from(String first) {
        return version.compareToIgnoreOptional(Runtime.Version.parse(first)) >= 0;
    }

    private static boolean flag() {
        var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return jvm != null && Boolean.parseBoolean(jvm.getVMOption(FLAG).getValue());
        } catch (IllegalArgumentException _) {
            return false; // a JVM that has no such decoder
        }
    }

    private static String cpuinfo() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo"));
        } catch (IOException _) {
            return "";
        }
    }
}
