package dev.balancerdeployer.delivery.http;

import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs.Landed;
import dev.balancerdeployer.delivery.AwacsNamespace;
import dev.balancerdeployer.delivery.AwacsNamespace.ObjectEntry;
import dev.balancerdeployer.delivery.AwacsVersion;
import dev.balancerdeployer.delivery.Balancer;
import dev.balancerdeployer.delivery.BalancerState;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.ObjectDigest;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Pause;
import dev.balancerdeployer.delivery.PauseKind;
import dev.balancerdeployer.delivery.PauseToken;
import dev.balancerdeployer.delivery.Revision;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns the bodies of answers into what they mean (API.md section 4). */
final class Reading {

    private Reading() {}

    static AwacsNamespace namespace(NamespaceId asked, Fields body) {
        about(asked, body);
        return new AwacsNamespace(
                asked,
                version(body, 1),
                body.time("updated_at"),
                body.text("updated_by"),
                body.text("comment"),
                body.optionalAs("revision", Revision::new),
                body.list("objects", Reading::entry),
                body.list("balancers", Reading::balancer));
    }

    /** The texts of a version; each must be the one that its digest names. */
    static SortedMap<ObjectPath, String> texts(long asked, Fields body) {
        if (body.number("version") != asked) {
            throw body.wrong("version", Long.toString(asked));
        }
        var texts = new TreeMap<ObjectPath, String>();
        body.list(
                "objects",
                it -> {
                    var text = it.text("content");
                    if (!ObjectDigest.of(text).equals(it.as("digest", ObjectDigest::new))) {
                        throw it.wrong("content", "the text of its digest");
                    }
                    return texts.put(it.as("path", ObjectPath::new), text) == null;
                });
        return texts;
    }

    /** Who made a version. */
    static AwacsVersion version(long asked, Fields body) {
        if (body.number("version") != asked) {
            throw body.wrong("version", Long.toString(asked));
        }
        return new AwacsVersion(
                asked,
                body.text("author"),
                body.text("comment"),
                body.time("created_at"),
                body.optionalAs("attempt", AttemptId::new));
    }

    static Landed landed(AttemptId asked, Fields body) {
        if (!body.text("attempt").equals(asked.value())) {
            throw body.wrong("attempt", asked.value());
        }
        return new Landed(asked, version(body, 1));
    }

    /** Of a namespace, right after a write to it. */
    static long written(NamespaceId asked, Fields body, long least) {
        about(asked, body);
        return version(body, least);
    }

    private static void about(NamespaceId asked, Fields body) {
        if (!body.text("namespace").equals(asked.value())) {
            throw body.wrong("namespace", asked.value());
        }
    }

    private static long version(Fields body, long least) {
        var version = body.number("version");
        if (version < least) {
            throw body.wrong("version", least + " or more");
        }
        return version;
    }

    private static ObjectEntry entry(Fields object) {
        return new ObjectEntry(
                object.as("path", ObjectPath::new),
                object.number("size"),
                object.as("digest", ObjectDigest::new));
    }

    private static Balancer balancer(Fields balancer) {
        return new Balancer(
                balancer.as("location", LocationId::new),
                balancer.optionalNumber("target_version"),
                balancer.optionalNumber("active_version"),
                balancer.optionalAs("state", BalancerState::valueOf),
                balancer.optionalTime("state_since"),
                balancer.text("message"),
                balancer.list("pauses", Reading::pause));
    }

    private static Pause pause(Fields pause) {
        return new Pause(
                pause.as("token", PauseToken::new),
                pause.as("kind", Reading::kind),
                pause.text("author"),
                pause.text("reason"),
                pause.time("since"),
                pause.optionalTime("overdue_at"));
    }

    /** A kind that a newer registry has is somebody's pause all the same. */
    private static PauseKind kind(String name) {
        return Arrays.stream(PauseKind.values())
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElse(PauseKind.HUMAN);
    }
}
