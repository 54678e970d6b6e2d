package org.dcgan.message;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A request to train; topic {@code dcgan.jobs}. Every field may be absent: {@code {}} is the notebook's run. The annotations give the
 * meaning and limits of each field, the constructor gives the defaults.
 */
public record TrainingJob(
        @Schema(
                title = "Name",
                pattern = Limits.NAME,
                description =
                        "names the job, its objects and its events; if absent, the key or position of the message, or a new name over HTTP")
        String id,

        @Schema(
                title = "Data set",
                pattern = Limits.NAME,
                description = "the images to learn from: mnist, or NAME for a data set in the bucket")
        String dataset,

        @Schema(title = "Epochs", minimum = "1", maximum = "10000", description = "how often each image is seen")
        Integer epochs,

        @Schema(title = "Batch size", minimum = "1", maximum = "1024", description = "images in a step")
        Integer batchSize,

        @Schema(
                title = "Latent size",
                minimum = "1",
                maximum = "1024",
                description = "numbers that an image is made from")
        Integer latentSize,

        @Schema(
                title = "Learning rate",
                minimum = "0",
                exclusiveMinimum = true,
                maximum = "1",
                description = "step size of Adam")
        Double learningRate,

        @Schema(
                title = "Beta 1",
                minimum = "0",
                maximum = "1",
                exclusiveMaximum = true,
                description = "decay of the first moment of Adam")
        Double beta1,

        @Schema(
                title = "Beta 2",
                minimum = "0",
                maximum = "1",
                exclusiveMaximum = true,
                description = "decay of the second moment of Adam")
        Double beta2,

        @Schema(
                title = "Label of real images",
                minimum = "0",
                maximum = "1",
                description = "label of real images; fakes have the other one")
        Integer realLabel,

        @Schema(
                title = "Seed",
                description = "weights, order and latents are drawn from it; if absent, the CRC-32 of the id")
        Long seed,

        @Schema(
                title = "Record every",
                minimum = "1",
                maximum = "1000000",
                description = "iterations of an epoch between two recorded losses and grids")
        Integer recordEvery,

        @Schema(
                title = "Checkpoint every",
                minimum = "1",
                maximum = "1000000",
                description =
                        "iterations between two checkpoints within an epoch; if absent, only each epoch ends with one")
        Integer checkpointEvery,

        @Schema(
                title = "Precision",
                enumeration = {"float32", "bfloat16"},
                description = "number format of the matrix products; bfloat16 is faster where the processor has it")
        String precision,

        @Schema(
                title = "Images",
                minimum = "1",
                maximum = "2147483647",
                description = "train only on this many images, the first of the data set; if absent, on all")
        Integer limit,

        @Schema(
                title = "Average decay",
                minimum = "0",
                maximum = "1",
                exclusiveMaximum = true,
                description =
                        "decay per step of a moving average of the weights of the generator, which is saved beside them; if absent, none is kept")
        Double emaDecay,

        @Schema(
                title = "Stop on collapse",
                description =
                        "whether the run is cancelled when the judge finds mode collapse after two epochs in a row")
        Boolean stopOnCollapse,

        @Schema(
                title = "Start from",
                pattern = CheckpointName.PATTERN,
                description =
                        "JOB/EPOCH of the checkpoint whose networks, optimisers and average the run begins with; if absent, with initial ones")
        String startFrom,

        @Schema(
                title = "Keep checkpoints",
                minimum = "1",
                maximum = "10000",
                description =
                        "how many of the newest checkpoints after epochs are kept, besides the pinned one and the best; if absent, all")
        Integer keepCheckpoints,

        @Schema(title = "Sweep", pattern = Limits.NAME, description = "name of the sweep that the run belongs to")
        String sweep) {
    private static final Pattern NAME = Pattern.compile(Limits.NAME);

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

        Limits.check(
                TrainingJob.class,
                id,
                dataset,
                epochs,
                batchSize,
                latentSize,
                learningRate,
                beta1,
                beta2,
                realLabel,
                seed,
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

    /**
     * This job with its id, and with a seed derived from the id if it has none.
     *
     * @param fallback the id if the job has none
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

    /** The CRC-32 of the id, which is easy to compute in any language. */
    private static long seedOf(String id) {
        CRC32 checksum = new CRC32();
        checksum.update(id.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }

    /** Whether a text is a valid job id. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Rejects an invalid job id.
     *
     * @throws InvalidMessageException which names the field
     */
    public static void requireName(String field, String value) {
        if (value == null || !isName(value)) {
            throw new InvalidMessageException(field, value, Limits.NAME_IN_WORDS);
        }
    }
}
