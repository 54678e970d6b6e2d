package org.dcgan.message;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The request to end a job; topic {@code dcgan.cancellations}. A job that has ended ignores it. The annotations say what a field means
 * and allows.
 */
public record Cancellation(
        @Schema(required = true, pattern = Limits.NAME, description = "the job")
        String jobId,

        @Schema(description = "who asks for it") String by,
        @Schema(description = "when it was asked for") Instant at) {
    public Cancellation {
        Limits.check(Cancellation.class, jobId, by, at);
    }
}
