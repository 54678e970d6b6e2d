package org.dcgan.process;

import com.google.common.net.InetAddresses;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/** Puts an IPv6 address in {@code quarkus.http.host} into brackets: Quarkus makes URLs of the host as it stands. */
public final class HttpHost implements ConfigSourceInterceptor {
    static final String SETTING = "quarkus.http.host";

    private static final long serialVersionUID = 1;

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue configured = context.proceed(name);
        return configured != null && name.equals(SETTING) && isBareIpv6(configured.getValue())
                ? configured.withValue("[" + configured.getValue() + "]")
                : configured;
    }

    private static boolean isBareIpv6(String host) {
        return host != null && host.contains(":") && InetAddresses.isInetAddress(host);
    }
}
