package org.dcgan.checkpoint;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.store.ObjectStore;

/**
 * The losses of runs, in parts of {@value #POINTS} points: {@code jobs/ID/losses/part-N.json} contains the points of the save steps
 * {@value #POINTS} N to {@value #POINTS} N + 511. A part is written once, with the first checkpoint after its last point. A
 * checkpoint itself contains only the points after the last part, so that its size does not grow with the run.
 *
 * <p>Checkpoints of earlier versions contain all points and need no parts.
 */
record LossParts(ObjectStore store) {
    static final int POINTS = 512;

    /**
     * Writes the full parts at the beginning of a run's newest points, the first of which begins a part.
     *
     * @return the remaining points; empty only if there are no points at all
     */
    List<LossPoint> save(JobObjects job, List<LossPoint> points) {
        int full = full(points);
        for (int from = 0; from < full; from += POINTS) {
            List<LossPoint> part = points.subList(from, from + POINTS);
            store.put(job.lossPart(number(part)), Json.write(part), JsonObjects.CONTENT_TYPE);
        }
        return points.subList(full, points.size());
    }

    /** How many of a run's newest points {@link #save} writes as parts. */
    static int full(List<LossPoint> points) {
        return Math.max(0, points.size() - 1) / POINTS * POINTS;
    }

    /**
     * All points of a run, read part by part.
     *
     * @param newest the points after the last part
     * @return a stream that throws a {@link DamagedCheckpointException} at a part that is missing or invalid
     */
    Stream<LossPoint> all(JobObjects job, List<LossPoint> newest) {
        int parts = newest.isEmpty() ? 0 : number(newest);
        return Stream.concat(
                IntStream.range(0, parts).mapToObj(number -> read(job, number)).flatMap(List::stream), newest.stream());
    }

    private List<LossPoint> read(JobObjects job, int number) {
        String key = job.lossPart(number);
        byte[] json = store.get(key).orElseThrow(() -> new DamagedCheckpointException(key + " is missing"));
        try {
            List<LossPoint> part = Json.readList(json, LossPoint.class);
            if (part.size() != POINTS || !isPart(part, number)) {
                throw new DamagedCheckpointException("%s must have the points %d to %d"
                        .formatted(key, number * POINTS, number * POINTS + POINTS - 1));
            }
            return part;
        } catch (InvalidMessageException e) {
            throw new DamagedCheckpointException(key + ": " + e.getMessage());
        }
    }

    private static boolean isPart(List<LossPoint> part, int number) {
        return IntStream.range(0, POINTS).allMatch(i -> part.get(i).saveStep() == (long) number * POINTS + i);
    }

    private static int number(List<LossPoint> points) {
        return Math.toIntExact(points.get(0).saveStep() / POINTS);
    }
}
