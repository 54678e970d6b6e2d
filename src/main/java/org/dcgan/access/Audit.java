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

/** Logs who changes what, a line each and before it is done, in the category {@code audit}. */
@Singleton
public final class Audit {
    private static final Logger LOG = Logger.getLogger("audit");
    /** In ASCII, so that no value can end its line, or colour it. */
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
     * An audit of those who do what is to be noted.
     *
     * @param name of the one who does it now
     * @param address that they are at
     */
    public Audit(Supplier<String> name, Supplier<String> address) {
        this.name = name;
        this.address = address;
    }

    /**
     * What is done.
     *
     * @param action in a word
     * @param subject the job or the checkpoint
     * @param by who does it
     * @param from the address that they are at
     */
    record Entry(String action, String subject, String by, String from) {
        String line() {
            try {
                return JSON.writeValueAsString(this);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("texts can be written", e);
            }
        }
    }

    /** Who sent the current request; {@code anonymous} where nobody is asked. */
    public String who() {
        return name.get();
    }

    /** Logs what the sender of the current request is about to do. */
    public void note(String action, String subject) {
        LOG.info(new Entry(action, subject, name.get(), address.get()).line());
    }
}
