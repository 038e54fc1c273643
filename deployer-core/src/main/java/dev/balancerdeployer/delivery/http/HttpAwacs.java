package dev.balancerdeployer.delivery.http;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.Fence;
import dev.balancerdeployer.delivery.AttemptId;
import dev.balancerdeployer.delivery.Awacs;
import dev.balancerdeployer.delivery.Awacs.Outcome.Done;
import dev.balancerdeployer.delivery.AwacsNamespace;
import dev.balancerdeployer.delivery.AwacsUnavailable;
import dev.balancerdeployer.delivery.AwacsVersion;
import dev.balancerdeployer.delivery.ConfigUpdate;
import dev.balancerdeployer.delivery.LocationId;
import dev.balancerdeployer.delivery.NamespaceId;
import dev.balancerdeployer.delivery.NewBalancer;
import dev.balancerdeployer.delivery.ObjectPath;
import dev.balancerdeployer.delivery.Safeguard;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClientException;

/**
 * Awacs elsewhere, over the registry's REST: each call is one request with one time limit. Refusals
 * are told apart by the problem's type. What the REST does not have for a request is an {@link
 * AwacsUnavailable} too, with an {@link UnexpectedAnswer} as its cause: a write may have happened.
 */
final class HttpAwacs implements Awacs {

    private final AwacsApi api;

    HttpAwacs(AwacsApi api) {
        this.api = api;
    }

    @Override
    public Optional<AwacsNamespace> find(NamespaceId namespace) {
        return read(
                () -> api.namespace(namespace.value()),
                it -> Reading.namespace(namespace, it.json("namespace")));
    }

    @Override
    public Optional<SortedMap<ObjectPath, String>> objects(NamespaceId namespace, long version) {
        return read(
                () -> api.version(namespace.value(), Long.toString(version)),
                it -> Reading.texts(version, it.json("version")));
    }

    @Override
    public Optional<AwacsVersion> version(NamespaceId namespace, long version) {
        return read(
                () -> api.version(namespace.value(), Long.toString(version)),
                it -> Reading.version(version, it.json("version")));
    }

    @Override
    public Optional<Landed> attempt(NamespaceId namespace, AttemptId attempt) {
        var address = Addresses.segments("attempt", attempt.value());
        return read(
                () -> api.attempt(namespace.value(), address),
                it -> Reading.landed(attempt, it.json("attempt")));
    }

    @Override
    public Outcome raiseFence(NamespaceId namespace, Fence fence) {
        var body = Bodies.OfFence.of(fence);
        return asked(
                () -> api.raiseFence(namespace.value(), headers(Actor.self()), body),
                answer ->
                        switch (answer.status()) {
                            case 200 ->
                                    new Done(
                                            answer.changed(true),
                                            Reading.written(namespace, answer.json("fence"), 0));
                            default -> Refusals.ofFence(answer);
                        });
    }

    @Override
    public Outcome update(ConfigUpdate update, Actor by, Safeguard safeguard) {
        var namespace = update.namespace();
        var body = Bodies.OfUpdate.of(update, safeguard);
        var headers = headers(by);
        var expected = update.expectedVersion();
        if (expected == null) {
            headers.put(HttpHeaders.IF_NONE_MATCH, "*");
        } else {
            headers.put(HttpHeaders.IF_MATCH, "\"" + expected + "\"");
        }
        return asked(
                () -> api.update(namespace.value(), headers, body),
                answer ->
                        switch (answer.status()) {
                            case 200, 201 ->
                                    new Done(
                                            answer.changed(true),
                                            Reading.written(
                                                    namespace, answer.json("namespace"), 1));
                            default -> Refusals.ofUpdate(answer, expected);
                        });
    }

    @Override
    public Outcome pause(
            NamespaceId namespace,
            LocationId location,
            NewBalancer.NewPause pause,
            Actor by,
            Safeguard safeguard) {
        var at = Addresses.segment(location);
        var token = Addresses.segments("token", pause.token().value());
        var body = Bodies.OfPause.of(pause, safeguard);
        return asked(
                () -> api.pause(namespace.value(), at, token, headers(by), body),
                answer ->
                        switch (answer.status()) {
                            case 200, 201 ->
                                    new Done(
                                            answer.changed(answer.status() == 201),
                                            Reading.written(namespace, answer.json("pause"), 1));
                            default -> Refusals.ofPause(answer);
                        });
    }

    @Override
    public Outcome lift(Lift lift, Actor by, Safeguard safeguard) {
        var at = Addresses.segment(lift.location());
        var token = Addresses.segments("token", lift.token().value());
        var expected = lift.expectedVersion();
        var headers = headers(by);
        safeguard(headers, safeguard);
        if (!lift.requiresActive().isEmpty()) {
            headers.put(
                    "X-Requires-Active",
                    lift.requiresActive().stream()
                            .map(LocationId::value)
                            .collect(Collectors.joining(",")));
        }
        return asked(
                () -> api.lift(lift.namespace().value(), at, token, expected, headers),
                answer ->
                        switch (answer.status()) {
                            case 204 -> new Done(answer.changed(true), lifted(answer, expected));
                            default -> Refusals.ofLift(answer);
                        });
    }

    /** A registry need not tell the version; if one was expected, it was at that one. */
    private static long lifted(Answer answer, @Nullable Long expected) {
        var tag = answer.tag();
        if (tag != null) {
            return tag;
        }
        if (expected != null) {
            return expected;
        }
        throw new UnexpectedAnswer("lift: no ETag (expected: the namespace's version)");
    }

    private static Map<String, String> headers(Actor by) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Actor", Addresses.header(by));
        return headers;
    }

    private static void safeguard(Map<String, String> headers, Safeguard safeguard) {
        var attempt = safeguard.attempt();
        var fence = safeguard.fence();
        var notAfter = Bodies.time(safeguard.notAfter());
        if (attempt != null) {
            headers.put("X-Attempt", attempt.value());
        }
        if (fence != null) {
            headers.put("X-Fence", fence.toString());
        }
        if (notAfter != null) {
            headers.put("X-Not-After", notAfter);
        }
    }

    private static <T> Optional<T> read(
            Supplier<ResponseEntity<byte[]>> call, Function<Answer, T> found) {
        return asked(
                call,
                answer ->
                        switch (answer.status()) {
                            case 200 -> Optional.of(found.apply(answer));
                            default -> Refusals.ofRead(answer);
                        });
    }

    private static <T> T asked(Supplier<ResponseEntity<byte[]>> call, Function<Answer, T> meaning) {
        try {
            return meaning.apply(new Answer(call.get()));
        } catch (UnexpectedAnswer e) {
            throw new AwacsUnavailable("awacs gave an unexpected answer: " + e.getMessage(), e);
        } catch (RestClientException e) {
            throw new AwacsUnavailable("awacs did not answer in time", e);
        }
    }
}
