package dev.balancerdeployer.coordination;

import java.lang.management.ManagementFactory;

/**
 * Who holds a permit, in words (SPEC C1): host, process and run, such as {@code bd-1/4711/RUN}.
 *
 * @param process host and process number
 */
record LeaseOwner(String process) {

    private static final int HOST_LENGTH = 48;
    private static final int LENGTH = 128;

    static LeaseOwner ofThisProcess() {
        var processAtHost = ManagementFactory.getRuntimeMXBean().getName();
        var host = processAtHost.substring(processAtHost.indexOf('@') + 1);
        return ofHost(host, ProcessHandle.current().pid());
    }

    /** Whatever the host is called, the text is one that {@link Names#requireOwner} takes. */
    static LeaseOwner ofHost(String host, long process) {
        var plain = host.replaceAll("[^A-Za-z0-9_.-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return new LeaseOwner(
                "%s/%d".formatted(cut(plain.isEmpty() ? "host" : plain, HOST_LENGTH), process));
    }

    String of(RunId run) {
        return cut(process + "/" + run, LENGTH);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }
}
