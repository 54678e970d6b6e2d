package org.dcgan.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Logs who changes what, one line per change and before it is made, in the category {@code audit}. */
@Singleton
public final class Audit {
    private static final Logger LOG = Logger.getLogger("audit");
    /** ASCII only, so that no value can break or colour its line. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Supplier<String> name;
    private final Supplier<String> address;

    @Inject
    Audit(SecurityIdentity identity, HttpServerRequest request) {
        this(
                () -> identity.isAnonymous()
                        ? "anonymous"
                        : identity.getPrincipal().getName(),
                () -> request.remoteAddress().hostAddress());
    }

    /**
     * Creates the audit log.
     *
     * @param name gives the name of the current client
     * @param address gives the address of the current client
     */
    public Audit(Supplier<String> name, Supplier<String> address) {
        this.name = name;
        this.address = address;
    }

    /**
     * An audited action.
     *
     * @param action one word
     * @param subject the job or the checkpoint
     * @param by name of the client
     * @param from address of the client
     */
    record Entry(String action, String subject, String by, String from) {
        String line() {
            try {
                return JSON.writeValueAsString(this);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("writing strings as JSON does not fail", e);
            }
        }
    }

    /** The sender of the current request; {@code anonymous} without authentication. */
    public String who() {
        return name.get();
    }

    /** Logs what the sender of the current request is about to do. */
    public void note(String action, String subject) {
        LOG.info(new Entry(action, subject, name.get(), address.get()).line());
    }
}
