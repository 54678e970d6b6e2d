package org.dcgan.message;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The evidence that a worker died during an attempt at a job; topic {@code dcgan.crashes}, key jobId/attempt/begun in milliseconds.
 * The worker that finds the evidence publishes it, which may be long after the next attempt has begun. A worker that only lost its
 * lease leaves none.
 *
 * The annotations say what a field means and allows.
 */
public record Crash(
        @Schema(required = true, pattern = Limits.NAME, description = "the job")
        String jobId,

        @Schema(minimum = "1", description = "the attempt that ended so, from 1")
        int attempt,

        @Schema(required = true, description = "when the worker began the attempt")
        Instant begun,

        @Schema(minimum = "0", description = "the iteration that the attempt began with, from 0")
        long firstStep,

        @Schema(minimum = "0", description = "the iteration that the attempt was in, from firstStep")
        long step,

        @Schema(
                description =
                        "whether no other attempt ran on the machine at the same time, so that the job itself may be the cause; false if absent")
        Boolean alone,

        @Schema(description = "the worker that died") String worker,

        @Schema(required = true, description = "what happened")
        String reason,

        @Schema(description = "when the evidence was found") Instant at) {
    public Crash {
        alone = alone != null && alone;
        Limits.check(Crash.class, jobId, attempt, begun, firstStep, step, alone, worker, reason, at);
        if (step < firstStep) {
            throw new InvalidMessageException("step", step, "a whole number from firstStep, which is " + firstStep);
        }
    }

    /** The unique key of the crash. */
    public String key() {
        return jobId + "/" + attempt + "/" + begun.toEpochMilli();
    }

    /** This crash, with the time at which it was found. */
    public Crash at(Instant time) {
        return new Crash(jobId, attempt, begun, firstStep, step, alone, worker, reason, time);
    }

    /**
     * The last crashes of a job without progress in between (the first one may itself have made progress). An attempt makes progress
     * if it gets beyond the steps at which the job crashed alone (or, if it never did, at which it crashed at all), or begins at a later checkpoint than the one before it.
     *
     * @param crashes of one job, in any order
     * @return in the order of their attempts; empty if there was no crash
     */
    public static List<Crash> withoutProgress(List<Crash> crashes) {
        List<Crash> inOrder = crashes.stream()
                .sorted(Comparator.comparingInt(Crash::attempt)
                        .thenComparingLong(Crash::firstStep)
                        .thenComparingLong(Crash::step)) // not by time: clocks may be set back
                .toList();
        int first = 0;
        OptionalLong furthest = OptionalLong.empty();
        OptionalLong furthestAlone = OptionalLong.empty();
        for (int i = 0; i < inOrder.size(); i++) {
            Crash crash = inOrder.get(i);
            boolean beganLater = i > 0 && crash.firstStep > inOrder.get(i - 1).firstStep;
            OptionalLong before = furthestAlone.isPresent() ? furthestAlone : furthest;
            if (beganLater || crash.step > before.orElse(-1)) {
                first = i;
            }
            furthest = OptionalLong.of(Math.max(crash.step, furthest.orElse(-1)));
            furthestAlone =
                    crash.alone ? OptionalLong.of(Math.max(crash.step, furthestAlone.orElse(-1))) : furthestAlone;
        }
        return inOrder.subList(first, inOrder.size());
    }
}
