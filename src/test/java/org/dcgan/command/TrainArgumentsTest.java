package org.dcgan.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.TrainingJob;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

@Tag("fast")
class TrainArgumentsTest {
    @Test
    void withoutOptionsTheJobIsTheNotebooks() {
        TrainingJob job = TrainArguments.parse("train").jobs().get(0);

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
                        false,
                        null,
                        null,
                        null));
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
                        "--stop-on-collapse=true",
                        "--start-from=b/1",
                        "--keep-checkpoints=3",
                        "--sweep=s")
                .jobs()
                .get(0);

        assertThat(job)
                .isEqualTo(new TrainingJob(
                        "a",
                        "digits",
                        2,
                        32,
                        50,
                        0.001,
                        0.4,
                        0.99,
                        0,
                        -5L,
                        10,
                        100,
                        "bfloat16",
                        500,
                        0.99,
                        true,
                        "b/1",
                        3,
                        "s"));
    }

    @Test
    void theSameOptionsNameTheSameJob() {
        assertThat(TrainArguments.parse("train", "--epochs", "2").jobs().get(0))
                .isEqualTo(TrainArguments.parse("train", "--epochs=2").jobs().get(0));
    }

    @Test
    void otherOptionsNameAnotherJob() {
        assertThat(TrainArguments.parse("train", "--epochs", "2").jobs().get(0).id())
                .isNotEqualTo(TrainArguments.parse("train", "--epochs", "3")
                        .jobs()
                        .get(0)
                        .id());
    }

    @Test
    void aValueThatIsNotAllowedIsRefusedByField() {
        assertThatThrownBy(() ->
                        TrainArguments.parse("train", "--epochs", "ten").jobs().get(0))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("epochs must be a whole number, was \"ten\"");
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThatThrownBy(() -> TrainArguments.parse("train", "--epoch", "1"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--epoch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "--version train", "--help train --epochs 1", "train -V"})
    void helpAndVersionStartNoTraining(String line) {
        assertThat(TrainArguments.parse(line.split(" ")).printsHelpOrVersion()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "train --version", "judge --version", "train-judge -V"})
    void everyCommandTellsTheVersionAndTheCommit(String line) {
        StringWriter told = new StringWriter();

        int code = TrainArguments.program().setOut(new PrintWriter(told)).execute(line.split(" "));

        assertThat(code).isZero();
        assertThat(told.toString()).matches("dcgan-pipeline \\d\\S* \\(commit ([0-9a-f]{40}|unknown)\\)\\R");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            trian         | Unknown command: 'trian'      | Did you mean: java -jar quarkus-run.jar train
            train --epoch | Unknown option: '--epoch'     | Possible solutions: --epochs
            --vers        | Unknown option: '--vers'      | Possible solutions: --version
            judge         | Missing required parameter: 'FILE' | 'java -jar quarkus-run.jar judge --help' lists what is allowed.
            """)
    void wrongArgumentsAreNamedWithWhatMayBeMeant(String line, String problem, String advice) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        try {
            TrainArguments.parse(line.split(" "));
        } catch (ParameterException e) {
            Failure.reportArguments(e, new PrintStream(told));
        }

        assertThat(told.toString()).contains(problem, advice).contains("--help' lists what is allowed.");
    }

    @Test
    void anUnknownCommandIsNamed() {
        assertThatThrownBy(() -> TrainArguments.parse("trian"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("trian");
    }

    @Test
    void listsOfValuesAreAJobForEachCombination() {
        List<TrainingJob> jobs = TrainArguments.parse("train", "--seed", "1,2,3", "--learning-rate", "0.0001,0.0002")
                .jobs();

        assertThat(jobs)
                .extracting(TrainingJob::learningRate, TrainingJob::seed)
                .containsExactly(
                        tuple(0.0001, 1L),
                        tuple(0.0001, 2L),
                        tuple(0.0001, 3L),
                        tuple(0.0002, 1L),
                        tuple(0.0002, 2L),
                        tuple(0.0002, 3L));
        assertThat(jobs).extracting(TrainingJob::id).doesNotHaveDuplicates();
        assertThat(jobs)
                .extracting(TrainingJob::sweep)
                .containsOnly(jobs.get(0).sweep())
                .doesNotContainNull();
    }

    @Test
    void theSameListsNameTheSameJobs() {
        assertThat(TrainArguments.parse("train", "--seed=1,2").jobs())
                .isEqualTo(TrainArguments.parse("train", "--seed", "1,2").jobs());
    }

    @Test
    void anIdNamesTheSweepAndNumbersItsJobs() {
        assertThat(TrainArguments.parse("train", "--id", "a", "--seed=1,2").jobs())
                .extracting(TrainingJob::id, TrainingJob::sweep)
                .containsExactly(tuple("a-1", "a"), tuple("a-2", "a"));
    }

    @Test
    void aWrongValueOfAListIsRefusedByName() {
        assertThatThrownBy(() -> TrainArguments.parse("train", "--epochs=1,,2").jobs())
                .hasMessageContaining("epochs must be a whole number");
    }

    @Test
    void aValueThatIsListedTwiceIsRefused() {
        assertThatThrownBy(() -> TrainArguments.parse("train", "--seed=1,1").jobs())
                .hasMessageContaining("options must be lists of different values");
    }

    @Test
    void aSweepHasAtMostAThousandJobs() {
        String many = String.join(",", Collections.nCopies(1_001, "1"));

        assertThatThrownBy(() -> TrainArguments.parse("train", "--seed", many).jobs())
                .hasMessageContaining("options must be at most 1000 combinations of values, was 1001 combinations");
    }
}
