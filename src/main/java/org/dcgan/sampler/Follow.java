package org.dcgan.sampler;

import java.util.Optional;
import org.dcgan.message.TrainingJob;

/**
 * Which checkpoint is served if none is pinned: the newest complete one, or the best judged one (the newest while none has been
 * judged).
 *
 * @param best whether to serve the best one
 * @param dataset data set of the best one; empty for the data set that was judged last
 */
public record Follow(boolean best, Optional<String> dataset) {
    private static final String BEST_OF = "best:";

    /**
     * Reads {@code latest}, {@code best} or {@code best:NAME}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static Follow of(String text) {
        if (text.startsWith(BEST_OF) && TrainingJob.isName(text.substring(BEST_OF.length()))) {
            return new Follow(true, Optional.of(text.substring(BEST_OF.length())));
        }
        if (!text.equals("latest") && !text.equals("best")) {
            throw new IllegalArgumentException("takes latest, best or best:NAME of a data set, was " + text);
        }
        return new Follow(text.equals("best"), Optional.empty());
    }

    @Override
    public String toString() {
        return best ? dataset.map(BEST_OF::concat).orElse("best") : "latest";
    }
}
