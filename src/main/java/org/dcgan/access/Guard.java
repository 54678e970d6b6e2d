package org.dcgan.access;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.dcgan.process.StartRefusedException;
import org.eclipse.microprofile.config.Config;

/** Refuses to start a process with anonymous access on a network address, unless that is configured explicitly. */
@Singleton
final class Guard {
    private final AccessConfig access;
    private final Keys keys;
    private final Config config;

    @Inject
    Guard(AccessConfig access, Keys keys, Config config) {
        this.access = access;
        this.keys = keys;
        this.config = config;
    }

    /**
     * Called before any server is started.
     *
     * @throws StartRefusedException if HTTP would allow anonymous access from a network, or from pages that claim to be on this
     *     machine
     */
    void check(@Observes @Priority(0) StartupEvent event) {
        String host = config.getValue("quarkus.http.host", String.class);
        if (letsAnybodyIn() && !access.open() && !isLoopback(host)) {
            throw new StartRefusedException(
                    "quarkus.http.host is %s, and no authentication is configured: set dcgan.auth.keys to a file of keys or"
                                    .formatted(host)
                            + " quarkus.oidc.auth-server-url to an identity provider, or dcgan.auth.open to true if the network"
                            + " guards itself.");
        }
        if (trustsItsHost() && believesForwardedHosts()) {
            throw new StartRefusedException(
                    "quarkus.http.proxy believes the host that a request's headers name, and nothing says who is let in: any page"
                            + " could name localhost. Set dcgan.auth.keys to a file of keys or quarkus.oidc.auth-server-url to an"
                            + " identity provider, or dcgan.auth.open to true if the network guards itself.");
        }
    }

    private boolean believesForwardedHosts() {
        return isOn("proxy-address-forwarding") && (isOn("allow-forwarded") || isOn("enable-forwarded-host"));
    }

    private boolean isOn(String proxySetting) {
        return config.getOptionalValue("quarkus.http.proxy." + proxySetting, Boolean.class)
                .orElse(false);
    }

    /** Whether access is anonymous. */
    boolean letsAnybodyIn() {
        return keys.areNone() && !config.getValue(TokenSwitch.SETTING, Boolean.class);
    }

    /** Whether access is anonymous because only this machine can reach the process. */
    boolean trustsItsHost() {
        return letsAnybodyIn() && !access.open();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // listening there fails with its own message
        }
    }
}
