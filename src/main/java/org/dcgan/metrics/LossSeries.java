package org.dcgan.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.dcgan.message.LossRecorded;

/** The series of a job's recorded losses, each with one value per point. */
enum LossSeries {
    DISCRIMINATOR_LOSS(Name.LOSS, "network", "discriminator", LossRecorded::discriminatorLoss),
    GENERATOR_LOSS(Name.LOSS, "network", "generator", LossRecorded::generatorLoss),
    REAL_SCORE(Name.SCORE, "input", "real", LossRecorded::realScore),
    FAKE_SCORE(Name.SCORE, "input", "fake", LossRecorded::fakeScore),
    STEP(Name.STEP, LossRecorded::step),
    EPOCH(Name.EPOCH, LossRecorded::epoch),
    SPEED(Name.SPEED, LossRecorded::imagesPerSecond);

    private final Name name;
    private final Map<String, String> labels;
    private final ToDoubleFunction<LossRecorded> value;

    /** Names and help texts of the metrics. */
    enum Name {
        LOSS("dcgan_loss", "Binary cross-entropy of the last recorded iteration"),
        SCORE("dcgan_score", "Mean probability of being real that the discriminator gave, in its own step"),
        STEP("dcgan_step", "Iterations before the last recorded one, over all epochs"),
        EPOCH("dcgan_epoch", "Epoch of the last recorded iteration, from 0"),
        SPEED("dcgan_images_per_second", "Real images trained on a second, since the point before");

        final String text;
        final String help;

        Name(String text, String help) {
            this.text = text;
            this.help = help;
        }
    }

    LossSeries(Name name, ToDoubleFunction<LossRecorded> value) {
        this.name = name;
        this.labels = Map.of();
        this.value = value;
    }

    LossSeries(Name name, String label, String labelValue, ToDoubleFunction<LossRecorded> value) {
        this.name = name;
        this.labels = Map.of(label, labelValue);
        this.value = value;
    }

    Name seriesName() {
        return name;
    }

    /** The labels of a job's series, in order. */
    Map<String, String> labels(String jobId) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put("job_id", jobId);
        return all;
    }

    double value(LossRecorded loss) {
        return value.applyAsDouble(loss);
    }
}
