package dev.balancerdeployer.delivery.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.NewBalancer.NewPause;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Revision;
import dev.balancerdeployer.delivery.Safeguard;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is sent, in the registry's words; null is left out. */
final class Bodies {

    /** With milliseconds; cut off, so that a deadline is never later than it was. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Bodies() {}

    record OfFence(String semaphore, long number) {

        static OfFence of(Fence fence) {
            return new OfFence(fence.semaphore().value(), fence.number());
        }

        static @Nullable OfFence of(Safeguard safeguard) {
            var fence = safeguard.fence();
            return fence == null ? null : of(fence);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfPause(
            @Nullable String token,
            String kind,
            String reason,
            @Nullable String overdueAt,
            @Nullable String attempt,
            @Nullable OfFence fence,
            @Nullable String notAfter) {

        /** One to be set; its token is in the address. */
        static OfPause of(NewPause pause, Safeguard safeguard) {
            return new OfPause(
                    null,
                    pause.kind().name(),
                    pause.reason(),
                    time(pause.overdueAt()),
                    nameOf(safeguard),
                    OfFence.of(safeguard),
                    time(safeguard.notAfter()));
        }

        /** One that a balancer is born with. */
        static OfPause of(NewPause pause) {
            return new OfPause(
                    pause.token().value(),
                    pause.kind().name(),
                    pause.reason(),
                    time(pause.overdueAt()),
                    null,
                    null,
                    null);
        }
    }

    record OfBalancer(String location, List<OfPause> pauses) {

        static OfBalancer of(NewBalancer balancer) {
            return new OfBalancer(
                    balancer.location().value(),
                    balancer.pauses().stream().map(OfPause::of).toList());
        }
    }

    record OfObject(String path, String content) {

        static OfObject of(ObjectPath path, String text) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException(path + ": holds NUL (expected: text)");
            }
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new IllegalArgumentException(
                        path + ": holds a lone surrogate (expected: text)");
            }
            return new OfObject(path.value(), text);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfUpdate(
            List<OfBalancer> balancers,
            List<OfObject> objects,
            String comment,
            @Nullable String revision,
            @Nullable String attempt,
            @Nullable OfFence fence,
            @Nullable String notAfter) {

        static OfUpdate of(ConfigUpdate update, Safeguard safeguard) {
            Revision revision = update.revision();
            return new OfUpdate(
                    update.balancers().stream().map(OfBalancer::of).toList(),
                    update.objects().entrySet().stream()
                            .map(it -> OfObject.of(it.getKey(), it.getValue()))
                            .toList(),
                    update.comment(),
                    revision == null ? null : revision.sha(),
                    nameOf(safeguard),
                    OfFence.of(safeguard),
                    time(safeguard.notAfter()));
        }
    }

    static @Nullable String nameOf(Safeguard safeguard) {
        var attempt = safeguard.attempt();
        return attempt == null ? null : attempt.value();
    }

    static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : TIME.format(time);
    }
}
