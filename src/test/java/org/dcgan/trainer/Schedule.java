package org.dcgan.trainer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.dcgan.trainer.Schedule.SimulatedJob.Victim;

/**
 * One course of events for a simulated cluster, drawn from a seed: its workers, its jobs, and the faults that befall them. Times
 * are in milliseconds.
 *
 * @param slots how many jobs each process trains at once
 * @param clockRates how fast each process' clock runs
 */
record Schedule(
        long seed,
        QueueKind queue,
        int[] slots,
        int hosts,
        double[] clockRates,
        List<SimulatedJob> jobs,
        List<Fault> faults) {
    /** No fault begins later. */
    static final long FAULTS_END = 60_000;

    static final int MOST_SLOTS = 3;

    enum QueueKind {
        SHARE_GROUP,
        CONSUMER_GROUP
    }

    /**
     * A job and how it behaves.
     *
     * @param poisonStep the iteration that takes a process down; −1: none
     * @param victim which process that is
     * @param aborted whether its producer aborts the transaction, so that the job must not run
     */
    record SimulatedJob(
            String id,
            long publishedAt,
            int epochs,
            int iterations,
            int recordEvery,
            int stepMillis,
            int poisonStep,
            Victim victim,
            boolean aborted) {
        /** The process that a job takes down. */
        enum Victim {
            ITS_OWN,
            /** The operating system chooses one when the memory runs out. */
            ANY_PROCESS_OF_ITS_MACHINE
        }

        int steps() {
            return epochs * iterations;
        }

        boolean isRecorded(int step) {
            return step % iterations % recordEvery == 0;
        }

        IntStream recordedSteps() {
            return IntStream.range(0, steps()).filter(this::isRecorded);
        }

        boolean isPoisonous() {
            return poisonStep >= 0;
        }

        /** Whether the job may get by because another process dies of it. */
        boolean maySucceed() {
            return !isPoisonous() || victim == Victim.ANY_PROCESS_OF_ITS_MACHINE;
        }
    }

    /**
     * Something that goes wrong.
     *
     * @param target the worker or the job that it befalls, by number; of no meaning for broker and store
     * @param duration how long it lasts, or until a worker is started again
     */
    record Fault(Kind kind, long at, int target, long duration) {
        @Override
        public String toString() {
            return "%s, target %d, for %,d ms".formatted(kind, target, duration);
        }

        enum Kind {
            BROKER_RESTARTS,
            LEADER_MOVES,
            WORKER_IS_CUT_OFF,
            WORKER_IS_SUSPENDED,
            WORKER_IS_KILLED,
            /** It is started again elsewhere, and what lay on its disk is gone. */
            MACHINE_IS_LOST,
            WORKER_IS_STOPPED,
            ANSWERS_ARE_LOST,
            STORE_IS_AWAY,
            STORE_IS_SLOW,
            WALL_CLOCK_JUMPS,
            JOB_IS_PUBLISHED_AGAIN,
            JOB_IS_CANCELLED
        }
    }

    static Schedule of(long seed) {
        Random random = new Random(seed);
        int processes = 1 + random.nextInt(4);
        int[] slots = random.ints(processes, -2, MOST_SLOTS)
                .map(more -> Math.max(1, 1 + more))
                .toArray();
        int hosts = 1 + random.nextInt(processes);
        double[] clockRates = random.doubles(processes, 0.97, 1.03).toArray();
        List<SimulatedJob> jobs = new ArrayList<>();
        for (int number = 0; number < 1 + random.nextInt(4); number++) {
            jobs.add(job("job-" + number, random));
        }
        List<Fault> faults = new ArrayList<>();
        Fault.Kind[] kinds = Fault.Kind.values();
        for (int number = random.nextInt(12); number > 0; number--) {
            Fault.Kind kind = kinds[random.nextInt(kinds.length)];
            long duration = random.nextInt(4) == 0 ? random.nextInt(60_000) : random.nextInt(6_000);
            faults.add(new Fault(kind, random.nextInt((int) FAULTS_END), random.nextInt(8), duration));
        }
        if (random.nextInt(4) == 0) { // the same fault in a row, as in a rolling restart
            Fault.Kind kind = kinds[random.nextInt(kinds.length)];
            int pause = 1_000 + random.nextInt(15_000);
            for (int number = 0; number < 4; number++) {
                faults.add(new Fault(kind, 2_000 + (long) number * pause, number, 500 + random.nextInt(2 * pause)));
            }
        }
        faults.sort(Comparator.comparingLong(Fault::at));
        QueueKind queue = random.nextInt(4) == 0 ? QueueKind.CONSUMER_GROUP : QueueKind.SHARE_GROUP;
        return new Schedule(seed, queue, slots, hosts, clockRates, jobs, faults);
    }

    private static SimulatedJob job(String id, Random random) {
        int epochs = 1 + random.nextInt(3);
        int iterations = 2 + random.nextInt(20);
        boolean poisonous = random.nextInt(6) == 0;
        return new SimulatedJob(
                id,
                random.nextInt(20_000),
                epochs,
                iterations,
                1 + random.nextInt(5),
                20 + random.nextInt(random.nextInt(3) == 0 ? 3_000 : 300),
                poisonous ? random.nextInt(epochs * iterations) : -1,
                random.nextInt(3) == 0 ? Victim.ANY_PROCESS_OF_ITS_MACHINE : Victim.ITS_OWN,
                random.nextInt(10) == 0);
    }

    /** The same with some of its faults only, by their numbers from 0. */
    Schedule keeping(int... kept) {
        List<Fault> fewer = IntStream.of(kept).mapToObj(faults::get).toList();
        return new Schedule(seed, queue, slots, hosts, clockRates, jobs, fewer);
    }

    SimulatedJob job(String id) {
        return jobs.stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed %d, %s, processes with %s slots on %d hosts%n"
                .formatted(seed, queue, Arrays.toString(slots), hosts));
        jobs.forEach(job -> text.append("  %s%n".formatted(job)));
        faults.forEach(fault -> text.append("  at %,6d ms: %s%n".formatted(fault.at(), fault)));
        return text.toString();
    }
}
