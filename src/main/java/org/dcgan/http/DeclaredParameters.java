package org.dcgan.http;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dcgan.message.InvalidMessageException;

/** The query parameters that an end point declares. */
final class DeclaredParameters {
    /** By name: whether it may be repeated. */
    private final Map<String, Boolean> repeatable = new LinkedHashMap<>();

    DeclaredParameters(Method endPoint) {
        for (Parameter parameter : endPoint.getParameters()) {
            if (parameter.isAnnotationPresent(QueryParam.class)) {
                declare(parameter.getAnnotation(QueryParam.class), parameter.getType());
            } else if (parameter.isAnnotationPresent(BeanParam.class)) {
                declareFields(parameter.getType());
            }
        }
    }

    private void declareFields(Class<?> bean) {
        for (Class<?> type = bean; type != Object.class; type = type.getSuperclass()) {
            Arrays.stream(type.getDeclaredFields())
                    .filter(field -> field.isAnnotationPresent(QueryParam.class))
                    .forEach(field -> declare(field.getAnnotation(QueryParam.class), field.getType()));
        }
    }

    private void declare(QueryParam parameter, Class<?> type) {
        repeatable.put(parameter.value(), Collection.class.isAssignableFrom(type));
    }

    /**
     * Checks the parameters of a request.
     *
     * @throws InvalidMessageException if one is not declared, or is repeated and must not be
     */
    void check(Map<String, List<String>> query) {
        query.forEach((name, values) -> {
            if (!repeatable.containsKey(name)) {
                throw InvalidMessageException.unknown("parameter", name, repeatable.keySet());
            }
            if (values.size() > 1 && !repeatable.get(name)) {
                throw InvalidMessageException.repeated(name, values);
            }
        });
    }
}
