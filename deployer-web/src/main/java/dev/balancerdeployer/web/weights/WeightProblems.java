package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.web.IdempotencyHeader;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.web.ProblemException.Fault;
import dev.balancerdeployer.web.ProblemType;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.Refusal;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;

/** Why a change was not made, as a problem (SPEC W4 to W9). */
public final class WeightProblems {

    private WeightProblems() {}

    /** The problem that a refusal is. */
    public static ProblemException of(ConfigId config, Refusal refusal) {
        return switch (refusal) {
            case Refusal.UnknownConfig _ -> unknownConfig(config);
            case Refusal.UnknownVersion it ->
                    ProblemException.notFound(
                                    "version %d of config %s".formatted(it.version(), config))
                            .at("version");
            case Refusal.UnknownShift _ ->
                    ProblemException.notFound("such shift of config " + config);
            case Refusal.ShiftEnded it ->
                    ProblemException.of(
                                    ProblemType.WRONG_STATE,
                                    "the shift is %s".formatted(it.shift().state()))
                            .with("state", it.shift().state());
            case Refusal.Invalid it ->
                    ProblemException.invalid(
                            it.mistakes().stream()
                                    .map(m -> new Fault(m.place(), m.place() + ": " + m.detail()))
                                    .toList());
            case Refusal.AllZero it ->
                    ProblemException.of(
                                    ProblemType.ALL_ZERO,
                                    "%s would have no location, so every request of it would fail"
                                            .formatted(it.component()))
                            .at(it.place());
            case Refusal.Unsafe it -> unsafe(it);
            case Refusal.Stale it -> ProblemException.stale(it.current());
            case Refusal.VersionNeeded it ->
                    ProblemException.of(
                                    ProblemType.PRECONDITION_REQUIRED,
                                    "If-Match with the current version is required, for config %s"
                                                    .formatted(config)
                                            + " exists")
                            .with("current_version", it.current())
                            .at(HttpHeaders.IF_MATCH);
            case Refusal.Exists it ->
                    ProblemException.of(
                                    ProblemType.ALREADY_EXISTS,
                                    "there is a config %s already".formatted(config))
                            .with("current_version", it.current());
            case Refusal.KeyReused _ ->
                    ProblemException.of(
                                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                                    "another request was made with this key in the last 24 h")
                            .at(IdempotencyHeader.NAME);
            case Refusal.Contended it ->
                    ProblemException.of(
                                    ProblemType.CONTENDED,
                                    "others were faster in each of %d attempts; try again"
                                            .formatted(it.attempts()))
                            .with("current_version", it.current());
        };
    }

    static ProblemException unknownConfig(ConfigId config) {
        return ProblemException.notFound("config " + config);
    }

    private static ProblemException unsafe(Refusal.Unsafe refusal) {
        var names = refusal.rules().stream().map(it -> it.rule().wireName()).distinct().toList();
        return ProblemException.of(
                        ProblemType.SAFETY_RULE,
                        refusal.rules().stream()
                                .map(it -> it.rule().wireName() + ": " + it.detail())
                                .collect(Collectors.joining("; ")))
                .with("rules", names)
                .with(
                        "broken",
                        refusal.rules().stream()
                                .map(it ->
                                        new Broken(
                                                it.rule().wireName(),
                                                it.component().value(),
                                                it.detail()))
                                .toList());
    }

    /** A rule that would be broken, and where. */
    record Broken(String rule, String component, String detail) {}
}
