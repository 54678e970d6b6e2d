package org.dcgan.trainer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.dcgan.trainer.PromiseChecker.Violation;
import org.dcgan.trainer.Schedule.SimulatedJob;

/** A model of the object store. It throws a {@link Violation} when an object gets other bytes than in an undisturbed run. */
final class SimulatedStore {
    private final Schedule schedule;
    private final VirtualTime time;
    private final Random random;
    private final SimulatedTraining training;
    private final Set<String> accepted = new HashSet<>();
    private final Set<String> objects = new HashSet<>();
    private final Map<String, TreeMap<Integer, Long>> checkpoints = new HashMap<>();
    private long awayUntil;
    private long slowUntil;

    SimulatedStore(Schedule schedule, VirtualTime time, Random random, SimulatedTraining training) {
        this.schedule = schedule;
        this.time = time;
        this.random = random;
        this.training = training;
    }

    void beAway(long until) {
        awayUntil = Math.max(awayUntil, until);
    }

    void beSlow(long until) {
        slowUntil = Math.max(slowUntil, until);
    }

    boolean isThere() {
        return time.now() >= awayUntil;
    }

    /** How long a request takes. */
    int requestMillis() {
        return time.now() < slowUntil ? 2_000 + random.nextInt(4_000) : 1 + random.nextInt(20);
    }

    boolean isAccepted(String jobId) {
        return accepted.contains(jobId);
    }

    void accept(String jobId) {
        accepted.add(jobId);
    }

    void putGrid(String jobId, int step, long value) {
        put(grid(jobId, step), value, training.valueAfter(jobId, step + 1));
    }

    boolean hasGrid(String jobId, int step) {
        return objects.contains(grid(jobId, step));
    }

    /** Stores the manifest of a checkpoint, which makes it complete. */
    void putCheckpoint(String jobId, int step, long value) {
        put(checkpoint(jobId, step), value, training.valueAfter(jobId, step));
        checkpoints.computeIfAbsent(jobId, id -> new TreeMap<>()).put(step, value);
    }

    /** Whether the checkpoint was ever complete. */
    boolean hadCheckpoint(String jobId, int step) {
        return objects.contains(checkpoint(jobId, step));
    }

    void removeCheckpointsWithinEpochs(String jobId, int beforeStep) {
        int iterations = schedule.job(jobId).iterations();
        checkpoints
                .getOrDefault(jobId, new TreeMap<>())
                .keySet()
                .removeIf(step -> step < beforeStep && step % iterations != 0);
    }

    /** The step and the value of the newest complete checkpoint. */
    Optional<Map.Entry<Integer, Long>> newestCheckpoint(String jobId) {
        return Optional.ofNullable(
                checkpoints.getOrDefault(jobId, new TreeMap<>()).lastEntry());
    }

    /** Why the results of a job cannot be stored: the time lapse needs every grid. */
    Optional<String> results(SimulatedJob job) {
        return job.recordedSteps()
                .filter(step -> !hasGrid(job.id(), step))
                .mapToObj(step -> "the grid of step " + step + " is gone")
                .findFirst();
    }

    private void put(String key, long value, long expected) {
        if (value != expected) {
            throw new Violation(key + " has other bytes than in an undisturbed run");
        }
        objects.add(key);
    }

    private static String grid(String jobId, int step) {
        return jobId + "/grid-" + step;
    }

    private static String checkpoint(String jobId, int step) {
        return jobId + "/checkpoint-" + step;
    }
}
