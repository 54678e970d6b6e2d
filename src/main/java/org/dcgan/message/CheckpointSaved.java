package org.dcgan.message;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Announces a complete checkpoint in the object store; topic {@code dcgan.checkpoints}, key jobId/epoch. The annotations say what a
 * field
 * means and allows.
 */
public record CheckpointSaved(
        @Schema(required = true, pattern = Limits.NAME, description = "the job")
        String jobId,

        @Schema(minimum = "0", description = "the epoch that the checkpoint was made after, from 0")
        int epoch,

        @Schema(minimum = "0", description = "iterations done")
        long step,

        @Schema(required = true, description = "the object key of its manifest")
        String manifest,

        @Schema(required = true, description = "the SHA-256 of the manifest in hexadecimal")
        String sha256,

        @Schema(description = "when the checkpoint was complete")
        Instant at) {
    public CheckpointSaved {
        Limits.check(CheckpointSaved.class, jobId, epoch, step, manifest, sha256, at);
    }

    /** Whether it was completed later than another one, and so replaces it as the latest. */
    public boolean isNewerThan(CheckpointSaved other) {
        return at != null && (other.at == null || at.isAfter(other.at));
    }
}
