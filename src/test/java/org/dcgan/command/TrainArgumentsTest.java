package org.dcgan.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.TrainingJob;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

class TrainArgumentsTest {
    @Test
    void withoutOptionsTheJobIsTheNotebooks() {
        TrainingJob job = TrainArguments.parse("train").job();

        assertThat(job)
                .isEqualTo(new TrainingJob(
                        job.id(),
                        "mnist",
                        10,
                        64,
                        100,
                        0.0002,
                        0.5,
                        0.999,
                        1,
                        job.seed(),
                        25,
                        null,
                        "float32",
                        null,
                        null,
                        false));
    }

    @Test
    void everyFieldOfAJobIsAnOption() {
        TrainingJob job = TrainArguments.parse(
                        "train",
                        "--id",
                        "a",
                        "--dataset=digits",
                        "--epochs",
                        "2",
                        "--batch-size",
                        "32",
                        "--latent-size=50",
                        "--learning-rate",
                        "1e-3",
                        "--beta1",
                        "0.4",
                        "--beta2",
                        "0.99",
                        "--real-label",
                        "0",
                        "--seed=-5",
                        "--record-every",
                        "10",
                        "--checkpoint-every",
                        "100",
                        "--precision",
                        "bfloat16",
                        "--limit",
                        "500",
                        "--ema-decay=0.99",
                        "--stop-on-collapse=true")
                .job();

        assertThat(job)
                .isEqualTo(new TrainingJob(
                        "a", "digits", 2, 32, 50, 0.001, 0.4, 0.99, 0, -5L, 10, 100, "bfloat16", 500, 0.99, true));
    }

    @Test
    void theSameOptionsNameTheSameJob() {
        assertThat(TrainArguments.parse("train", "--epochs", "2").job())
                .isEqualTo(TrainArguments.parse("train", "--epochs=2").job());
    }

    @Test
    void otherOptionsNameAnotherJob() {
        assertThat(TrainArguments.parse("train", "--epochs", "2").job().id())
                .isNotEqualTo(
                        TrainArguments.parse("train", "--epochs", "3").job().id());
    }

    @Test
    void aValueThatIsNotAllowedIsRefusedByField() {
        assertThatThrownBy(
                        () -> TrainArguments.parse("train", "--epochs", "ten").job())
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("epochs must be a whole number, was \"ten\"");
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThatThrownBy(() -> TrainArguments.parse("train", "--epoch", "1"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--epoch");
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertThatThrownBy(() -> TrainArguments.parse("trian"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("trian");
    }
}
