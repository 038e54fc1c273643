package dev.balancerdeployer.web;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where the container sends requests that it, or a filter, has refused with a bare status. */
@Hidden
@Controller
class ContainerErrors implements ErrorController {

    private final ProblemWriter writer;

    ContainerErrors(ProblemWriter writer) {
        this.writer = writer;
    }

    /** A refusal; the path itself is nothing that a caller may ask for. */
    @RequestMapping("${spring.web.error.path:/error}")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var status =
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                        ? code
                        : 404;
        var path =
                request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
                        ? uri
                        : request.getRequestURI();
        if (request.getAttribute(ProblemWriter.SENT_PATH) == null) {
            request.setAttribute(ProblemWriter.SENT_PATH, path);
        }
        var problem = Problems.ofContainer(status, path, request.getQueryString());
        writer.write(request, response, problem, status);
    }
}
