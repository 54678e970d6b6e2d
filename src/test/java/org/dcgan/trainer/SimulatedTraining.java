package org.dcgan.trainer;

import java.util.HashMap;
import java.util.Map;

/** A model of training: a chain of numbers in which each step follows from the one before it. */
final class SimulatedTraining {
    private final Schedule schedule;
    private final Map<String, long[]> values = new HashMap<>();

    SimulatedTraining(Schedule schedule) {
        this.schedule = schedule;
    }

    static long next(long value, String jobId, int step) {
        long mixed = (value ^ jobId.hashCode() ^ step * 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 29;
    }

    /** The value of an undisturbed run. */
    long valueAfter(String jobId, int steps) {
        return values.computeIfAbsent(jobId, this::undisturbed)[steps];
    }

    private long[] undisturbed(String jobId) {
        long[] chain = new long[schedule.job(jobId).steps() + 1];
        for (int step = 0; step < chain.length - 1; step++) {
            chain[step + 1] = next(chain[step], jobId, step);
        }
        return chain;
    }
}
