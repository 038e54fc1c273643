package dev.balancerdeployer.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Judges before a change is made whether its answer is acceptable and its body readable: found out
 * only when the answer is written, a 406 would be the answer to a change that has happened.
 */
final class ChangeNegotiation implements HandlerInterceptor {

    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    /** What an answer to a change is given as. */
    private static final List<MediaType> GIVEN =
            List.of(MediaType.APPLICATION_JSON, new MediaType("application", "*+json"));

    private final HeaderContentNegotiationStrategy accept = new HeaderContentNegotiationStrategy();

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws HttpMediaTypeNotAcceptableException, HttpMediaTypeNotSupportedException {
        if (CHANGING.contains(request.getMethod()) && handler instanceof HandlerMethod method) {
            if (request.getAttribute(HandlerMapping.PRODUCIBLE_MEDIA_TYPES_ATTRIBUTE) == null
                    && answersWithABody(method)) {
                requireAcceptable(request);
            }
            if (readsABody(method)) {
                requireReadable(request);
            }
        }
        return true;
    }

    private void requireAcceptable(HttpServletRequest request)
            throws HttpMediaTypeNotAcceptableException {
        var wanted = accept.resolveMediaTypes(new ServletWebRequest(request));
        if (wanted.stream().noneMatch(w -> GIVEN.stream().anyMatch(w::isCompatibleWith))) {
            throw new HttpMediaTypeNotAcceptableException(GIVEN);
        }
    }

    private static void requireReadable(HttpServletRequest request)
            throws HttpMediaTypeNotSupportedException {
        var coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
            throw ProblemException.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "the Content-Encoding of the body is not one that is read here")
                    .at(HttpHeaders.CONTENT_ENCODING);
        }
        var sent = request.getContentType();
        if (sent == null) {
            return;
        }
        try {
            var type = MediaType.parseMediaType(sent);
            if (!type.isConcrete()
                    || type.equalsTypeAndSubtype(MediaType.APPLICATION_FORM_URLENCODED)) {
                throw new HttpMediaTypeNotSupportedException(type, GIVEN);
            }
        } catch (InvalidMediaTypeException e) {
            throw new HttpMediaTypeNotSupportedException(e.getMessage());
        }
    }

    /** Pages are no part of this. */
    private static boolean answersWithABody(HandlerMethod method) {
        if (!AnnotatedElementUtils.hasAnnotation(method.getBeanType(), ResponseBody.class)) {
            return false;
        }
        var answer = ResolvableType.forMethodReturnType(method.getMethod());
        while (answer.hasGenerics()) {
            answer = answer.getGeneric(0);
        }
        var type = answer.resolve(Object.class);
        return type != void.class && type != Void.class;
    }

    private static boolean readsABody(HandlerMethod method) {
        return Arrays.stream(method.getMethodParameters())
                .anyMatch(p ->
                        p.hasParameterAnnotation(RequestBody.class)
                                || p.getParameterType() == TextBody.class
                                || p.getParameterType() == YamlBody.class);
    }
}
