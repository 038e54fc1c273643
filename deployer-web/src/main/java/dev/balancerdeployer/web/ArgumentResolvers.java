package dev.balancerdeployer.web;

import dev.balancerdeployer.coordination.Actor;
import dev.balancerdeployer.coordination.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** What a controller method may name as a parameter, without annotation. */
final class ArgumentResolvers {

    private ArgumentResolvers() {}

    static List<HandlerMethodArgumentResolver> all() {
        return List.of(
                new Resolver<>(Actor.class, Actors::of),
                new Resolver<>(PageRequest.class, Paging::of),
                new Resolver<>(IfMatch.class, Preconditions::ifMatch),
                new Resolver<>(Precondition.class, Preconditions::precondition),
                new Resolver<>(OptionalPrecondition.class, Preconditions::optional),
                new Resolver<>(IdempotencyHeader.class, IdempotencyHeader::of),
                new Resolver<>(AuditTrail.class, AuditTrail::of),
                new Resolver<>(TextBody.class, TextBody::of),
                new Resolver<>(YamlBody.class, YamlBody::of),
                new Resolver<>(RawBody.class, RawBody::of));
    }

    private interface FromRequest<T> {
        T of(HttpServletRequest request) throws IOException;
    }

    private record Resolver<T>(Class<T> type, FromRequest<T> from)
            implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == type;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binder)
                throws IOException {
            var http = request.getNativeRequest(HttpServletRequest.class);
            if (http == null) {
                throw new IllegalStateException("no servlet request");
            }
            return from.of(http);
        }
    }
}
