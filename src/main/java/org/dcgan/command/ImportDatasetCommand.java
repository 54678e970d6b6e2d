package org.dcgan.command;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.embedded.StandaloneStore;
import org.dcgan.imports.DatasetCard;
import org.dcgan.imports.DatasetImport;
import org.dcgan.imports.Fitting;
import org.dcgan.imports.PreparedDataset;
import org.dcgan.imports.SkippedFile;
import org.dcgan.imports.StoredDatasets;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Printable;
import org.dcgan.store.ObjectStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports a user's own pictures or arrays as a data set in the bucket. */
@Command(
        name = "import-dataset",
        description = {
            "Makes a data set of pictures (PNG, JPEG, GIF, BMP, WebP), IDX files or NumPy arrays, and stores it in the bucket.",
            "Sub-folders are classes; folders named train and test are the two parts. Pictures become grey, 28×28."
        })
final class ImportDatasetCommand implements Callable<Integer> {
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Parameters(index = "0", paramLabel = "NAME", description = "of the data set, as jobs give it")
    private String name;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PATH",
            description = "folders, zip or npz archives, and single files")
    private List<Path> paths;

    @Option(names = "--invert", description = "make black white and white black, as for dark ink on white paper")
    private boolean invert;

    @Option(
            names = "--pad",
            description = "add margins to a picture that is not square, instead of cropping it to its middle")
    private boolean pad;

    @Option(
            names = "--background",
            paramLabel = "GREY",
            defaultValue = "255",
            description =
                    "grey value of margins and transparent pixels, from 0 (black) to 255 (white), before --invert [255]")
    private int background;

    @Option(names = "--transpose", description = "exchange rows and columns of arrays, as EMNIST's files need it")
    private boolean transpose;

    @Override
    public Integer call() throws IOException {
        StoredDatasets.requireName(name);
        if (background < 0 || background > 255) {
            throw new InvalidMessageException("--background", background, "a whole number from 0 to 255");
        }
        Fitting fitting = new Fitting(pad, background, invert, transpose);
        List<String> source = paths.stream()
                .map(path -> path.toAbsolutePath().normalize().getFileName())
                .map(String::valueOf)
                .toList();
        Path folder = Files.createTempDirectory("import-dataset");
        ImportProgress progress = new ImportProgress(Terminal.isInteractive(), out);
        try (StandaloneStore place = StandaloneStore.open()) { // before reading, because it may be refused
            PreparedDataset dataset =
                    new DatasetImport(name, source, fitting, Clock.systemUTC()).prepare(paths, folder, progress::show);
            progress.end();
            tell(dataset);
            ObjectStore store = place.store();
            boolean isNew = new StoredDatasets(
                            store, new Checkpoints(store, Clock.systemUTC()), new AcceptedJobs(store))
                    .save(dataset);
            out.printf(
                    "%s: %s%n  preview  %s%n",
                    isNew ? "Stored" : "This very data set was stored before",
                    place.place(StoredDatasets.folder(name)),
                    place.place(StoredDatasets.preview(name)));
            out.printf("Train with it: train --dataset %s%n", name);
        } finally {
            MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
        }
        return 0;
    }

    private void tell(PreparedDataset dataset) {
        DatasetCard card = dataset.card();
        out.printf("Data set %s: %d training images, %d test images%n", name, card.training(), card.test());
        if (card.classes() == null) {
            out.println("There are no classes: no sub-folders and no labels.");
        } else {
            out.println("  label  training  test  class");
            for (int label = 0; label < card.classes().size(); label++) {
                DatasetCard.ClassCard each = card.classes().get(label);
                out.printf("%7d %9d %5d  %s%n", label, each.training(), each.test(), Printable.line(each.name()));
            }
        }
        if (card.duplicates() > 0) {
            out.printf("Equal to another image: %d%n", card.duplicates());
        }
        if (card.shared() > 0) {
            out.printf("Test images that are training images as well: %d%n", card.shared());
        }
        if (card.skipped() > 0) {
            out.printf("Skipped: %d%n", card.skipped());
            for (SkippedFile file : dataset.skipped()) {
                out.printf("  %s: %s%n", Printable.line(file.path()), Printable.line(file.reason()));
            }
            if (card.skipped() > dataset.skipped().size()) {
                out.printf("  and %d more%n", card.skipped() - dataset.skipped().size());
            }
        }
    }
}
