package org.dcgan.message;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A run to be made; topic {@code dcgan.jobs}. Every field may be absent, so that {@code {}} is the notebook's run.
 *
 * @param id names the job's objects and events: a–z, 0–9, - and _, 1 to 64 of them; see {@link #identified}
 * @param dataset the images to learn from ["mnist"]
 * @param epochs how often each image is seen [10]
 * @param batchSize images a step [64]
 * @param latentSize numbers in a latent [100]
 * @param learningRate Adam's step size [0.0002]
 * @param beta1 decay of Adam's first moment [0.5]
 * @param beta2 decay of Adam's second moment [0.999]
 * @param realLabel the label of real images, 1 or 0; fakes have the other [1]
 * @param seed what weights, order and latents are drawn from; absent: derived from the id
 * @param recordEvery iterations of an epoch from one recorded loss and grid to the next [25]
 * @param checkpointEvery iterations from one checkpoint within an epoch to the next; absent: at the end of each epoch only
 * @param precision "float32" or "bfloat16" ["float32"]
 * @param limit learn from the first images only, this many; absent: from all
 * @param emaDecay of an average of the generator's weights over the steps, which is saved beside them: the average moves by
 *     1 − emaDecay of the way at each step; absent: none is kept
 * @param stopOnCollapse whether the run is cancelled when the judge finds the generator collapsed after two epochs in a row [false]
 * @param startFrom JOB/EPOCH of the checkpoint whose networks, optimisers and average the run begins with; absent: with initial ones
 * @param keepCheckpoints how many of the newest checkpoints after epochs are kept, besides the pinned one and the best; absent: all
 * @param sweep names the sweep that the run belongs to: runs that were asked for together; absent: none
 */
public record TrainingJob(
        String id,
        String dataset,
        Integer epochs,
        Integer batchSize,
        Integer latentSize,
        Double learningRate,
        Double beta1,
        Double beta2,
        Integer realLabel,
        Long seed,
        Integer recordEvery,
        Integer checkpointEvery,
        String precision,
        Integer limit,
        Double emaDecay,
        Boolean stopOnCollapse,
        String startFrom,
        Integer keepCheckpoints,
        String sweep) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,64}");
    private static final String NAME_ALLOWED = "1 to 64 of a–z, 0–9, - and _";

    public TrainingJob {
        dataset = dataset == null ? "mnist" : dataset;
        epochs = epochs == null ? 10 : epochs;
        batchSize = batchSize == null ? 64 : batchSize;
        latentSize = latentSize == null ? 100 : latentSize;
        learningRate = learningRate == null ? 0.0002 : learningRate;
        beta1 = beta1 == null ? 0.5 : beta1;
        beta2 = beta2 == null ? 0.999 : beta2;
        realLabel = realLabel == null ? 1 : realLabel;
        recordEvery = recordEvery == null ? 25 : recordEvery;
        precision = precision == null ? "float32" : precision;
        stopOnCollapse = stopOnCollapse != null && stopOnCollapse;

        if (id != null) {
            requireName("id", id);
        }
        requireName("dataset", dataset);
        checkRange("epochs", epochs, 1, 10_000);
        checkRange("batchSize", batchSize, 1, 1_024);
        checkRange("latentSize", latentSize, 1, 1_024);
        if (!(learningRate > 0 && learningRate <= 1)) {
            throw new InvalidMessageException("learningRate", learningRate, "a number above 0, at most 1");
        }
        checkDecay("beta1", beta1);
        checkDecay("beta2", beta2);
        checkRange("realLabel", realLabel, 0, 1);
        checkRange("recordEvery", recordEvery, 1, 1_000_000);
        if (checkpointEvery != null) {
            checkRange("checkpointEvery", checkpointEvery, 1, 1_000_000);
        }
        if (!precision.equals("float32") && !precision.equals("bfloat16")) {
            throw new InvalidMessageException("precision", precision, "float32 or bfloat16");
        }
        if (limit != null) {
            checkRange("limit", limit, 1, Integer.MAX_VALUE);
        }
        if (emaDecay != null) {
            checkDecay("emaDecay", emaDecay);
        }
        if (startFrom != null) {
            CheckpointName.parse("startFrom", startFrom);
        }
        if (keepCheckpoints != null) {
            checkRange("keepCheckpoints", keepCheckpoints, 1, 10_000);
        }
        if (sweep != null) {
            requireName("sweep", sweep);
        }
    }

    /**
     * This job with what depends on its id filled in: the id itself if it has none, and the seed.
     *
     * @param fallback the id of a job that brings none
     */
    public TrainingJob identified(String fallback) {
        String name = id == null ? fallback : id;
        return new TrainingJob(
                name,
                dataset,
                epochs,
                batchSize,
                latentSize,
                learningRate,
                beta1,
                beta2,
                realLabel,
                seed == null ? seedOf(name) : seed,
                recordEvery,
                checkpointEvery,
                precision,
                limit,
                emaDecay,
                stopOnCollapse,
                startFrom,
                keepCheckpoints,
                sweep);
    }

    /** The CRC-32 of the id: any language can tell the seed of a job. */
    private static long seedOf(String id) {
        CRC32 checksum = new CRC32();
        checksum.update(id.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }

    /** Whether a text can name a job. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Refuses what cannot name a job.
     *
     * @throws InvalidMessageException which names the field
     */
    public static void requireName(String field, String value) {
        if (value == null || !isName(value)) {
            throw new InvalidMessageException(field, value, NAME_ALLOWED);
        }
    }

    private static void checkRange(String field, int value, int least, int most) {
        if (value < least || value > most) {
            String allowed = most == Integer.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
            throw new InvalidMessageException(field, value, "a whole number " + allowed);
        }
    }

    private static void checkDecay(String field, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new InvalidMessageException(field, value, "a number from 0 to below 1");
        }
    }
}
