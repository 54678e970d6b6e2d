package org.dcgan.contract;

import static org.dcgan.role.Role.CONSOLE;
import static org.dcgan.role.Role.JUDGE;
import static org.dcgan.role.Role.METRICS;
import static org.dcgan.role.Role.SAMPLER;
import static org.dcgan.role.Role.TRAINER;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dcgan.message.Cancellation;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.Crash;
import org.dcgan.message.JobState;
import org.dcgan.message.Json;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.message.TrainingJob;
import org.dcgan.role.Role;
import org.dcgan.topic.Topic;

/**
 * Describes a topic for other systems.
 *
 * @param topic its name and settings
 * @param purpose what its messages are, in a sentence
 * @param key what the key of a message is
 * @param headers descriptions of headers that a message may have, by name
 * @param senders the roles that publish to it
 * @param receivers the roles that read it
 * @param example a message
 */
record Channel(
        Topic topic,
        String purpose,
        String key,
        Map<String, String> headers,
        Set<Role> senders,
        Set<Role> receivers,
        Record example) {
    private static final String JOB_ID = "the job's id";
    private static final String CHECKPOINT = "jobId/epoch";
    private static final Map<String, String> PLACES = Map.of(
            "origin", "the message's first position, dcgan-jobs-PARTITION-OFFSET",
            "path", "all positions that the message has had, the first one first");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String SHA_256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final Scores SCORES = new Scores(
            12.5, 0.02, 8.7, 0.81, 0.76, 0.94, List.of(0.1, 0.12, 0.09, 0.1, 0.11, 0.09, 0.1, 0.11, 0.09, 0.09));

    /** The channel of a topic. */
    static Channel of(Topic topic) {
        return switch (topic) {
            case JOBS ->
                new Channel(
                        topic,
                        "A training run to be made. Any client may publish one.",
                        "the job's id, unless the message has one; may be absent",
                        PLACES,
                        Set.of(CONSOLE, TRAINER),
                        Set.of(TRAINER, CONSOLE, METRICS),
                        job());
            case DEAD_JOBS ->
                new Channel(
                        topic,
                        "A message of dcgan.jobs that was refused, unchanged. Its value need not be a job, nor JSON.",
                        "unchanged",
                        Map.of(
                                "reason",
                                "why it was refused: the field, its value and what is allowed",
                                "field",
                                "the invalid field, or message",
                                "origin",
                                PLACES.get("origin"),
                                "path",
                                PLACES.get("path")),
                        Set.of(TRAINER),
                        Set.of(CONSOLE, METRICS),
                        job());
            case CANCELLATIONS ->
                new Channel(
                        topic,
                        "The request to end a job. Any client may publish one.",
                        JOB_ID,
                        Map.of(),
                        Set.of(CONSOLE, JUDGE),
                        Set.of(TRAINER, CONSOLE),
                        new Cancellation("mnist-1", "me", NOON));
            case JOB_STATES ->
                new Channel(
                        topic,
                        "What a job is doing; the newest state of each job is kept.",
                        JOB_ID,
                        Map.of(),
                        Set.of(TRAINER),
                        Set.of(TRAINER, CONSOLE, METRICS),
                        new JobState(
                                "mnist-1",
                                JobState.State.RUNNING,
                                1,
                                0,
                                1,
                                51,
                                64,
                                "box-4711-3f2a",
                                null,
                                "dcgan-jobs-0-7",
                                NOON));
            case CRASHES ->
                new Channel(
                        topic,
                        "The evidence that a worker died during an attempt at a job.",
                        "jobId/attempt/BEGUN, the last in milliseconds since 1970",
                        Map.of(),
                        Set.of(TRAINER),
                        Set.of(TRAINER),
                        new Crash(
                                "mnist-1",
                                1,
                                NOON,
                                0,
                                25,
                                true,
                                "box-4711-3f2a",
                                "the process ended without a message",
                                NOON));
            case LOSSES ->
                new Channel(
                        topic,
                        "The losses of one recorded iteration.",
                        JOB_ID,
                        Map.of(),
                        Set.of(TRAINER),
                        Set.of(CONSOLE, METRICS),
                        new LossRecorded("mnist-1", 1, 1, 0, 32, 2, 0.71f, 1.94f, 0.78f, 0.21f, 420.5, NOON));
            case CHECKPOINTS ->
                new Channel(
                        topic,
                        "A complete checkpoint lies in the object store. A message without a value deletes the one before.",
                        CHECKPOINT,
                        Map.of(),
                        Set.of(TRAINER),
                        Set.of(SAMPLER, JUDGE, METRICS),
                        new CheckpointSaved(
                                "mnist-1", 1, 64, "jobs/mnist-1/checkpoints/epoch-1/manifest.json", SHA_256, NOON));
            case QUALITIES ->
                new Channel(
                        topic,
                        "How good the images of a checkpoint are.",
                        CHECKPOINT,
                        Map.of(),
                        Set.of(JUDGE),
                        Set.of(SAMPLER, CONSOLE, METRICS),
                        new QualityMeasured(
                                "mnist-1", 1, 64, SHA_256, SHA_256, 10_000, SCORES, null, SCORES, null, NOON));
        };
    }

    /** The type of its messages. */
    Class<? extends Record> message() {
        return example.getClass();
    }

    private static TrainingJob job() {
        return Json.read(
                "{\"id\":\"mnist-1\",\"epochs\":2,\"limit\":2000}".getBytes(StandardCharsets.UTF_8), TrainingJob.class);
    }
}
