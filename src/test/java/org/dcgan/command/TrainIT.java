package org.dcgan.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dcgan.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How {@code train} ends, on the packaged program. */
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
        assertThat(train("--id", "taken", "--epochs", "1").process().waitFor()).isZero();

        Program other = train("--id", "taken", "--epochs", "2");

        assertThat(other.process().waitFor()).isEqualTo(1);
        assertThat(other.output()).contains("Refused: id must be a new one, as there is another job of this id");
        assertThat(train("--id", "taken", "--epochs", "1").process().waitFor()).isZero();
    }

    private Program train(String... arguments) throws Exception {
        return Program.start(
                data,
                List.of("dcgan.roles=trainer"),
                Stream.concat(Stream.of("train", "--limit", "64"), Stream.of(arguments))
                        .toList());
    }
}
