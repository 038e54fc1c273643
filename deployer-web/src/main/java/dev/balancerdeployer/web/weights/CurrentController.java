package dev.balancerdeployer.web.weights;

import dev.balancerdeployer.web.DurationText;
import dev.balancerdeployer.web.Etags;
import dev.balancerdeployer.web.ProblemException;
import dev.balancerdeployer.weights.ConfigId;
import dev.balancerdeployer.weights.CurrentWeights;
import dev.balancerdeployer.weights.CurrentWeights.Answer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** The published values, for balancers to follow (SPEC W4). */
@RestController
@RequestMapping("/v2/l7/heavy/{config_id}/weights/current")
@Tag(name = "L7 weights")
class CurrentController {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** How long after the wait an answer may take to be found. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final CurrentWeights current;

    CurrentController(CurrentWeights current) {
        this.current = current;
    }

    @GetMapping
    @Operation(
            summary = "Read the published values, or wait for others",
            description =
                    "With If-None-Match the answer is 304 if that version is still the published"
                            + " one, at once or after the wait.")
    @ApiResponse(responseCode = "200", description = "Go by this")
    @ApiResponse(
            responseCode = "304",
            description = "It is still the version of If-None-Match",
            content = @Content)
    DeferredResult<ResponseEntity<ValuesBody>> current(
            @PathVariable("config_id") ConfigId config,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false)
                    @Nullable String known,
            @Parameter(description = "1 to 60 s; no wait if absent", example = "30s")
                    @RequestParam(required = false)
                    @Nullable String wait) {
        var longest = wait(wait);
        var version = Etags.known(known);
        var answer = current.ask(config, version == null ? 0 : version, longest);
        var result = new DeferredResult<ResponseEntity<ValuesBody>>(longest.plus(GRACE).toMillis());
        result.onCompletion(() -> answer.cancel(false));
        var _ =
                answer.whenComplete((told, failure) -> {
                    if (failure == null) {
                        settle(result, config, told);
                    } else {
                        result.setErrorResult(failure);
                    }
                });
        return result;
    }

    private static void settle(
            DeferredResult<ResponseEntity<ValuesBody>> result, ConfigId config, Answer told) {
        switch (told) {
            case Answer.Values it ->
                    result.setResult(
                            ResponseEntity.ok()
                                    .eTag(Etags.of(it.snapshot().version()))
                                    .body(ValuesBody.of(it.snapshot())));
            case Answer.Unchanged(long version) ->
                    result.setResult(
                            ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                                    .eTag(Etags.of(version))
                                    .build());
            case Answer.Missing _ -> result.setErrorResult(WeightProblems.unknownConfig(config));
        }
    }

    private static Duration wait(@Nullable String text) {
        if (text == null) {
            return Duration.ZERO;
        }
        var wait = DurationText.parse("wait", text);
        if (wait.compareTo(SHORTEST) < 0 || wait.compareTo(CurrentWeights.MAX_WAIT) > 0) {
            throw ProblemException.invalid("wait", "wait: (expected: 1s to 60s)");
        }
        return wait;
    }
}
