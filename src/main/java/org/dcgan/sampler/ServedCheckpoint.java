package org.dcgan.sampler;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.dcgan.message.CheckpointName;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.problem.ProblemException;

/**
 * The checkpoint used by requests that name none: the followed one, unless another is pinned.
 *
 * <p>A checkpoint is loaded before it is served, and the exchange is atomic: a request uses either the old or the new one, and the
 * old one is closed after its last reader.
 */
@Singleton
final class ServedCheckpoint {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final CheckpointCache cache;
    private LoadedCheckpoint followed;
    private LoadedCheckpoint pinned;

    @Inject
    ServedCheckpoint(CheckpointCache cache) {
        this.cache = cache;
    }

    /**
     * The served checkpoint. The caller closes it.
     *
     * @throws ProblemException if there is none yet
     */
    synchronized LoadedCheckpoint borrow() {
        return served().orElseThrow(() -> ProblemException.unavailable("there is no checkpoint yet", SOON))
                .borrow();
    }

    /** The checkpoint of this name, or the served one if no name is given. The caller closes it. */
    LoadedCheckpoint borrow(Optional<CheckpointName> name) {
        return name.isEmpty() ? borrow() : borrow(name.get());
    }

    private LoadedCheckpoint borrow(CheckpointName name) {
        synchronized (this) {
            Optional<LoadedCheckpoint> same =
                    served().filter(checkpoint -> checkpoint.name().equals(name));
            if (same.isPresent()) {
                return same.get().borrow();
            }
        }
        return cache.borrow(name);
    }

    /** The event of the served checkpoint; empty before the first. */
    synchronized Optional<CheckpointSaved> saved() {
        return served().map(LoadedCheckpoint::saved);
    }

    /** The checkpoint that is followed, served or not. */
    synchronized Optional<CheckpointSaved> followed() {
        return Optional.ofNullable(followed).map(LoadedCheckpoint::saved);
    }

    synchronized boolean isPinned() {
        return pinned != null;
    }

    /** Follows another checkpoint, which is served unless one is pinned. */
    synchronized void follow(LoadedCheckpoint next) {
        close(followed);
        followed = next;
    }

    /** Follows no checkpoint any more. */
    synchronized void unfollow() {
        close(followed);
        followed = null;
    }

    /** Serves this checkpoint until {@link #unpin}, even if newer ones are trained. */
    synchronized void pin(LoadedCheckpoint chosen) {
        close(pinned);
        pinned = chosen;
    }

    /** Serves the followed checkpoint again. */
    synchronized void unpin() {
        close(pinned);
        pinned = null;
    }

    @PreDestroy
    synchronized void close() {
        unpin();
        unfollow();
    }

    private Optional<LoadedCheckpoint> served() {
        return Optional.ofNullable(pinned == null ? followed : pinned);
    }

    private static void close(LoadedCheckpoint checkpoint) {
        if (checkpoint != null) {
            checkpoint.close();
        }
    }
}
