package dev.balancerdeployer.web.delivery;

import dev.balancerdeployer.coordination.PageRequest;
import dev.balancerdeployer.delivery.Alert;
import dev.balancerdeployer.delivery.AlertKind;
import dev.balancerdeployer.delivery.Alerts;
import dev.balancerdeployer.web.PageBody;
import dev.balancerdeployer.web.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a person should look at (SPEC D15). */
@RestController
@RequestMapping("/api/v1/alerts")
@Tag(name = "Delivery")
class AlertsController {

    private final Alerts alerts;

    AlertsController(Alerts alerts) {
        this.alerts = alerts;
    }

    @GetMapping
    @Operation(
            summary = "List alerts, newest first",
            description = "Filters: `state` (FIRING, RESOLVED) and `kind`.")
    PageBody<AlertBody> list(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String kind,
            PageRequest page) {
        return PageBody.of(
                alerts.list(
                        value(Alert.State.class, "state", state),
                        value(AlertKind.class, "kind", kind),
                        page),
                AlertBody::of);
    }

    private static <T extends Enum<T>> @Nullable T value(
            Class<T> type, String name, @Nullable String given) {
        if (given == null) {
            return null;
        }
        var known = type.getEnumConstants();
        return Arrays.stream(known)
                .filter(it -> it.name().equals(given))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.invalid(
                                name,
                                "%s: '%s' (expected: %s)"
                                        .formatted(
                                                name,
                                                given,
                                                Arrays.stream(known)
                                                        .map(Enum::name)
                                                        .collect(Collectors.joining(", ")))));
    }
}
