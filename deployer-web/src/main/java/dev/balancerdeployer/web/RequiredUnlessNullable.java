package dev.balancerdeployer.web;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.AnnotationIntrospectorPair;

/**
 * Reads the null marks of a record's components: one that is not {@code @Nullable} must be there
 * and not be null, but for a {@link JsonNode}, of which null is a value.
 */
final class RequiredUnlessNullable extends AnnotationIntrospectorPair {

    private static final long serialVersionUID = 1L;

    RequiredUnlessNullable(AnnotationIntrospector others) {
        super(others, AnnotationIntrospector.nopInstance());
    }

    @Override
    public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
        return mandatory(member) ? Boolean.TRUE : super.hasRequiredMarker(config, member);
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated member) {
        var info = super.findSetterInfo(config, member);
        return mandatory(member) && !JsonNode.class.isAssignableFrom(member.getRawType())
                ? info.withValueNulls(Nulls.FAIL)
                : info;
    }

    private static boolean mandatory(Annotated member) {
        if (!(member instanceof AnnotatedParameter parameter)
                || !ours(parameter.getDeclaringClass())
                || !(parameter.getOwner().getAnnotated() instanceof Executable creator)) {
            return false;
        }
        AnnotatedType[] types = creator.getAnnotatedParameterTypes();
        return parameter.getIndex() < types.length
                && !types[parameter.getIndex()].isAnnotationPresent(Nullable.class);
    }

    private static boolean ours(Class<?> type) {
        return type.isRecord() && type.getName().startsWith("dev.balancerdeployer");
    }
}
