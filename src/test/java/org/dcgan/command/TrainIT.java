package org.dcgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dcgan.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How {@code train} ends, on the packaged program, and in a country with digits of its own. */
@Timeout(300)
class TrainIT {
    @TempDir
    Path data;

    @Test
    void aJobThatATrainerRefusesIsRefusedWithTheReason() throws Exception {
        Program program = train("--dataset", "nowhere");

        assertThat(program.process().waitFor()).isEqualTo(1);
        assertThat(program.output()).contains("Refused: dataset must be mnist");
    }

    @Test
    void anotherJobOfAnIdIsRefusedAndTheSameOneIsDone() throws Exception {
        Program first = train("--id", "taken", "--epochs", "1");
        assertThat(first.process().waitFor()).isZero();
        assertThat(first.output()).contains("SUCCEEDED, step 1 of 1").doesNotContainPattern("[\\p{Nd}&&[^0-9]]");

        Program other = train("--id", "taken", "--epochs", "2");

        assertThat(other.process().waitFor()).isEqualTo(1);
        assertThat(other.output()).contains("Refused: id must be a new one, as there is another job of this id");
        assertThat(train("--id", "taken", "--epochs", "1").process().waitFor()).isZero();
    }

    private Program train(String... arguments) throws Exception {
        return Program.start(
                data,
                List.of("dcgan.roles=trainer", "user.language=fa", "user.country=IR"),
                Stream.concat(Stream.of("train", "--limit", "64"), Stream.of(arguments))
                        .toList());
    }
}
