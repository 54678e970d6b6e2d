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
import org.dcgan.embedded.StandaloneStore;
import org.dcgan.imports.StoredDatasets;
import org.dcgan.judge.ClassifierTraining;
import org.dcgan.judge.Judge;
import org.dcgan.judge.JudgeCard;
import org.dcgan.judge.LabelCheck;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.process.HeapSize;
import org.dcgan.process.StartRefusedException;
import org.dcgan.store.ObjectStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Trains the judge of a data set in the bucket, or in a directory with the same files. */
@Command(name = "train-judge", description = "Trains a data set's judge and puts it beside the data set's files.")
final class TrainJudgeCommand implements Callable<Integer> {
    private static final String WEIGHTS = "judge.safetensors";
    private static final String CARD = "judge.json";
    /** Each image is used in four rotations. */
    private static final int TURNED_IMAGES = 15_000;

    @Parameters(
            paramLabel = "NAME",
            description = "of a data set in the bucket, or a directory with its four IDX files, named as MNIST's")
    private String name;

    /**
     * A data set and the destination of its judge.
     *
     * @param title its name in messages
     * @param folder with a slash at its end
     */
    private record Place(String title, String folder, Split.Files files, Target target) {}

    private interface Target {
        void put(String file, byte[] content, String contentType) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = Path.of(name);
        if (name.contains("/")
                || !TrainingJob.isName(name)
                || Split.TRAINING.isIn(name + "/", TrainJudgeCommand::find)) {
            if (!Files.isWritable(directory) && Files.exists(directory)) {
                throw new AccessDeniedException(name); // now, and not after minutes of training
            }
            train(new Place(
                    name,
                    name + "/",
                    TrainJudgeCommand::find,
                    (file, content, type) -> Files.write(directory.resolve(file), content)));
            return 0;
        }
        try (StandaloneStore place = StandaloneStore.open()) {
            ObjectStore store = place.store();
            String folder = StoredDatasets.folder(name);
            if (!Split.TRAINING.isIn(folder, store::get)) {
                throw new StartRefusedException("There is no data set %s: neither at %s nor in the directory %s"
                        .formatted(name, place.place(folder), directory.toAbsolutePath()));
            }
            train(new Place(
                    name, folder, store::get, (file, content, type) -> store.put(folder + file, content, type)));
            System.out.println("The judge is at " + place.place(folder + WEIGHTS));
        }
        return 0;
    }

    private static void train(Place place) throws IOException {
        boolean labelled = Split.TRAINING.isLabelledIn(place.folder, place.files)
                || Split.TEST.isLabelledIn(place.folder, place.files);
        Images training = read(Split.TRAINING, place, labelled);
        Images test = read(Split.TEST, place, labelled);
        if (test.count() < Judge.LEAST_TEST_IMAGES) {
            throw new StartRefusedException("%s has %d test images, a judge needs at least %d"
                    .formatted(place.title, test.count(), Judge.LEAST_TEST_IMAGES));
        }
        HeapSize.require(HeapSize.FOR_TRAINING, "The command train-judge");
        ComputeDevice.requireEngine();
        if (labelled) {
            LabelCheck.warnings(training, test).forEach(warning -> System.err.println("Warning: " + warning));
        } else {
            System.out.println("There are no labels: the judge learns to recognise the rotation of images.");
        }
        byte[] weights = new ClassifierTraining(
                        labelled ? training : training.limit(TURNED_IMAGES).turned())
                .train((loss, epoch) -> System.out.printf("epoch %d  loss %.4f%n", epoch, loss));
        try (Judge judge = labelled ? new Judge(weights, test) : Judge.withoutClasses(weights, test)) {
            JudgeCard card = judge.card(training, test);
            byte[] json = Json.write(card);
            place.target.put(CARD, json, "application/json"); // written first, because judges look for the weights
            place.target.put(WEIGHTS, weights, "application/octet-stream");
            System.out.println(new String(json, StandardCharsets.UTF_8));
            System.out.printf(
                    labelled
                            ? "It takes %.2f %% of the test images for what they are.%n"
                            : "It sees of %.2f %% of the test images how they are turned.%n",
                    100 * card.accuracy());
        }
    }

    private static Images read(Split split, Place place, boolean labelled) throws IOException {
        return labelled ? split.readLabelled(place.folder, place.files) : split.read(place.folder, place.files);
    }

    private static Optional<byte[]> find(String path) throws IOException {
        Path file = Path.of(path);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }
}
