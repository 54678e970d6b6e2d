package org.dcgan.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dcgan.dataset.Images;
import org.dcgan.dataset.Split;
import org.dcgan.device.ComputeDevice;
import org.dcgan.judge.ClassifierTraining;
import org.dcgan.judge.Judge;
import org.dcgan.judge.LabelCheck;
import org.dcgan.message.Json;
import org.dcgan.process.HeapSize;
import org.dcgan.process.StartRefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Trains the judge of a data set that lies in a directory, as it would in the bucket. Needs no server. */
@Command(name = "train-judge", description = "Trains a data set's judge and puts it beside the data set's files.")
final class TrainJudgeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIRECTORY", description = "has the data set's four IDX files, named as MNIST's")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        String folder = directory + "/";
        Images training = Split.TRAINING.readLabelled(folder, TrainJudgeCommand::find);
        Images test = Split.TEST.readLabelled(folder, TrainJudgeCommand::find);
        if (test.count() < Judge.LEAST_TEST_IMAGES) {
            throw new StartRefusedException("%s has %d test images, a judge needs at least %d"
                    .formatted(directory, test.count(), Judge.LEAST_TEST_IMAGES));
        }
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString()); // now, and not after minutes of training
        }
        HeapSize.require(HeapSize.FOR_TRAINING, "The command train-judge");
        ComputeDevice.requireEngine();
        LabelCheck.warnings(training, test).forEach(warning -> System.err.println("Warning: " + warning));
        byte[] weights = new ClassifierTraining(training)
                .train((loss, epoch) -> System.out.printf("epoch %d  loss %.4f%n", epoch, loss));
        try (Judge judge = new Judge(weights, test)) {
            byte[] card = Json.write(judge.card(training, test));
            Files.write(directory.resolve("judge.safetensors"), weights);
            Files.write(directory.resolve("judge.json"), card);
            System.out.println(new String(card, StandardCharsets.UTF_8));
        }
        return 0;
    }

    private static Optional<byte[]> find(String path) throws IOException {
        Path file = Path.of(path);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }
}
