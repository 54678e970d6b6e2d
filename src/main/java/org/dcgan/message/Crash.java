package org.dcgan.message;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The evidence that a worker died during an attempt at a job; topic {@code dcgan.crashes}, key jobId/attempt/begun in milliseconds.
 * The worker that finds the evidence publishes it, which may be long after the next attempt has begun. A worker that only lost its
 * lease leaves none.
 *
 * @param jobId the job
 * @param attempt the attempt that ended so, from 1
 * @param begun when the worker began it
 * @param firstStep the iteration that the attempt began with, from 0
 * @param step the iteration that it was in
 * @param alone whether no other attempt was in hand on the machine at the same time; only then can the job itself be to blame. A
 *     crash that does not say so, as none did once, may have had another cause [false]
 * @param worker who died; may be absent
 * @param reason what happened
 * @param at when the evidence was found; may be absent
 */
public record Crash(
        String jobId,
        int attempt,
        Instant begun,
        long firstStep,
        long step,
        Boolean alone,
        String worker,
        String reason,
        Instant at) {
    public Crash {
        TrainingJob.requireName("jobId", jobId);
        if (attempt < 1) {
            throw new InvalidMessageException("attempt", attempt, "a whole number from 1");
        }
        Field.requirePresent("begun", begun, "a time in ISO 8601");
        Field.requireCount("firstStep", firstStep);
        if (step < firstStep) {
            throw new InvalidMessageException("step", step, "a whole number from firstStep, which is " + firstStep);
        }
        alone = alone != null && alone;
        Field.requirePresent("reason", reason, "what happened");
    }

    /** Unlike that of any other crash. */
    public String key() {
        return jobId + "/" + attempt + "/" + begun.toEpochMilli();
    }

    /** The same, found at a time. */
    public Crash at(Instant time) {
        return new Crash(jobId, attempt, begun, firstStep, step, alone, worker, reason, time);
    }

    /**
     * The last crashes of a job, none of which got the job further than it was before: the first of them may have. An attempt gets
     * further by reaching a step that none reached before it, or by beginning later than the one before it, at a new checkpoint.
     *
     * @param crashes of one job, in any order
     * @return in the order of their attempts; empty if there was no crash
     */
    public static List<Crash> withoutProgress(List<Crash> crashes) {
        List<Crash> inOrder = crashes.stream()
                .sorted(Comparator.comparingInt(Crash::attempt).thenComparing(Crash::begun))
                .toList();
        int first = 0;
        long furthest = -1;
        for (int i = 0; i < inOrder.size(); i++) {
            Crash crash = inOrder.get(i);
            boolean beganLater = i > 0 && crash.firstStep > inOrder.get(i - 1).firstStep;
            if (beganLater || crash.step > furthest) {
                first = i;
            }
            furthest = Math.max(furthest, crash.step);
        }
        return inOrder.subList(first, inOrder.size());
    }
}
