package dev.balancerdeployer.delivery.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PutExchange;

/**
 * The registry's REST as this client uses it (SPEC D5, API.md section 4). Whatever status comes is
 * an answer, with its whole body. Variables go into the address as they are: {@link Addresses} says
 * which may.
 */
@HttpExchange("/awacs/v1/namespaces/{ns}")
interface AwacsApi {

    @GetExchange
    ResponseEntity<byte[]> namespace(@PathVariable String ns);

    @GetExchange("/versions/{version}")
    ResponseEntity<byte[]> version(@PathVariable String ns, @PathVariable String version);

    @GetExchange("/attempts/{attempt}")
    ResponseEntity<byte[]> attempt(@PathVariable String ns, @PathVariable String attempt);

    @PutExchange(url = "/fence", contentType = "application/json")
    ResponseEntity<byte[]> raiseFence(
            @PathVariable String ns,
            @RequestHeader Map<String, String> headers,
            @RequestBody Bodies.OfFence body);

    @PutExchange(contentType = "application/json")
    ResponseEntity<byte[]> update(
            @PathVariable String ns,
            @RequestHeader Map<String, String> headers,
            @RequestBody Bodies.OfUpdate body);

    @PutExchange(url = "/balancers/{location}/pauses/{token}", contentType = "application/json")
    ResponseEntity<byte[]> pause(
            @PathVariable String ns,
            @PathVariable String location,
            @PathVariable String token,
            @RequestHeader Map<String, String> headers,
            @RequestBody Bodies.OfPause body);

    @DeleteExchange("/balancers/{location}/pauses/{token}")
    ResponseEntity<byte[]> lift(
            @PathVariable String ns,
            @PathVariable String location,
            @PathVariable String token,
            @RequestParam(required = false) @Nullable Long version,
            @RequestHeader Map<String, String> headers);
}
