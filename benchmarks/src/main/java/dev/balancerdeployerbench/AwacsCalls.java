package dev.balancerdeployerbench;

import dev.balancerdeployer.delivery.Awacs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Counts what is asked of awacs. */
final class AwacsCalls implements BeanPostProcessor {

    private final AtomicLong count = new AtomicLong();

    void reset() {
        count.set(0);
    }

    long count() {
        return count.get();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof Awacs awacs ? counted(awacs) : bean;
    }

    private Object counted(Awacs awacs) {
        return Proxy.newProxyInstance(
                Awacs.class.getClassLoader(),
                new Class<?>[] {Awacs.class},
                (_, method, arguments) -> {
                    count.incrementAndGet();
                    try {
                        return method.invoke(awacs, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }
}
