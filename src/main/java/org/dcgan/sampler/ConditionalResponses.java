package org.dcgan.sampler;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.http.Negotiation;
import org.dcgan.http.Preconditions;

/** Builds responses that name their checkpoint and have an ETag, so that clients need not fetch unchanged content again. */
@Singleton
final class ConditionalResponses {
    private static final String CHECKPOINT = "Checkpoint";

    /** Must be increased when the encoding of a representation changes: otherwise clients keep showing their cached bytes. */
    private static final String ENCODING = "2";

    private final ServedCheckpoint served;
    private final StoredQualities qualities;
    private final SamplerConfig config;
    private final Negotiation negotiation;

    @Inject
    ConditionalResponses(
            ServedCheckpoint served, StoredQualities qualities, SamplerConfig config, Negotiation negotiation) {
        this.qualities = qualities;
        this.served = served;
        this.config = config;
        this.negotiation = negotiation;
    }

    /**
     * Answers with the representation that the client prefers, or with 304 if it has not changed.
     *
     * @param asked everything that the content depends on besides the checkpoint, in normalised form
     * @param forms the first is the default
     */
    Response answer(Choice choice, HttpHeaders request, String asked, Representation... forms) {
        List<String> types = Arrays.stream(forms).map(Representation::type).toList();
        Representation form = forms[types.indexOf(negotiation.choose(types))];
        try (LoadedCheckpoint checkpoint = served.borrow(choice.checkpoint(qualities))) {
            EntityTag tag = tag(checkpoint, asked, form);
            ResponseBuilder answer = Preconditions.isUnchanged(request, tag)
                    ? Response.notModified()
                    : Response.ok(form.content().apply(checkpoint), form.type());
            return answer.tag(tag)
                    .header(CHECKPOINT, checkpoint.name())
                    .header(HttpHeaders.CACHE_CONTROL, "no-cache") // store it, but revalidate before each use
                    .build();
        }
    }

    /** Equal for equal bytes, which are determined by the encoding, the manifest, the precision and the request. */
    private EntityTag tag(LoadedCheckpoint checkpoint, String asked, Representation form) {
        String all = String.join(
                " ", ENCODING, checkpoint.saved().sha256(), config.precision().name(), asked, form.type());
        return new EntityTag(
                UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString());
    }
}
