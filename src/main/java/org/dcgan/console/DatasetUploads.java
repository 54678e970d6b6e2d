package org.dcgan.console;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.dcgan.access.Audit;
import org.dcgan.imports.DatasetImport;
import org.dcgan.imports.Fitting;
import org.dcgan.imports.PreparedDataset;
import org.dcgan.imports.RefusedImportException;
import org.dcgan.imports.StoredDatasets;
import org.dcgan.limit.LimitConfig;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.JobState.State;
import org.dcgan.problem.ProblemException;
import org.dcgan.process.DataDirectory;

/** Imports uploaded archives as data sets, one at a time, through a folder in the data directory; and removes data sets. */
@Singleton
final class DatasetUploads {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final StoredDatasets datasets;
    private final ReadyJobIndex ready;
    private final DataDirectory directory;
    private final LimitConfig limits;
    private final Clock clock;
    private final Audit audit;
    private final Semaphore turn = new Semaphore(1);

    @Inject
    DatasetUploads(
            StoredDatasets datasets,
            ReadyJobIndex ready,
            DataDirectory directory,
            LimitConfig limits,
            Clock clock,
            Audit audit) {
        this.datasets = datasets;
        this.ready = ready;
        this.directory = directory;
        this.limits = limits;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * The result of an upload.
     *
     * @param isNew whether it was stored; false if it was stored before
     */
    record Outcome(PreparedDataset dataset, boolean isNew) {}

    /** Reading took too long. */
    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Imports an archive as a data set.
     *
     * @param archive a zip
     * @throws ProblemException if it is too large, another one is being imported, or a run has used another one of this name
     * @throws InvalidMessageException if it cannot be imported as a data set
     */
    Outcome add(String name, Fitting fitting, InputStream archive) {
        if (!turn.tryAcquire()) {
            throw ProblemException.busy("another data set is being imported", SOON);
        }
        Path folder = directory.resolve("uploads");
        try {
            clear(folder); // files left by a process that was killed
            Path upload = Files.createDirectories(folder).resolve("upload.zip");
            copy(archive, upload);
            PreparedDataset dataset = prepare(name, fitting, upload, Files.createDirectory(folder.resolve("dataset")));
            audit.note("import-dataset", name);
            return new Outcome(dataset, save(dataset));
        } catch (IOException e) {
            throw new UncheckedIOException("an upload cannot be stored in " + folder, e);
        } finally {
            clear(folder);
            turn.release();
        }
    }

    private void copy(InputStream archive, Path upload) throws IOException {
        try {
            Files.copy(archive, upload);
        } catch (IOException e) {
            if (Files.exists(upload) && Files.getFileStore(upload).getUsableSpace() == 0) {
                throw e;
            }
            throw ProblemException.abandoned();
        }
        if (Files.size(upload) == 0) {
            throw new InvalidMessageException("body", "empty", "a zip of pictures, IDX files or NumPy arrays");
        }
    }

    private PreparedDataset prepare(String name, Fitting fitting, Path upload, Path folder) throws IOException {
        long end = System.nanoTime() + limits.uploadTime().toNanos();
        try {
            return new DatasetImport(name, List.of("an upload"), fitting, clock)
                    .prepare(List.of(upload), folder, (done, total) -> {
                        if (System.nanoTime() > end) {
                            throw new TooLongException();
                        }
                    });
        } catch (RefusedImportException e) {
            throw InvalidMessageException.because(
                    "body", e.getMessage(), "a zip of pictures, IDX files or NumPy arrays");
        } catch (TooLongException e) {
            throw ProblemException.tooLarge("reading the archive takes longer than %s: use the command import-dataset"
                    .formatted(limits.uploadTime()));
        }
    }

    private boolean save(PreparedDataset dataset) {
        try {
            return datasets.save(dataset);
        } catch (InvalidMessageException e) {
            throw ProblemException.conflict(e);
        }
    }

    /**
     * Removes a data set.
     *
     * @throws ProblemException if a run needs it
     */
    void delete(String name) {
        neededBy(name).ifPresent(run -> {
            throw ProblemException.conflict("data set %s is needed by run %s".formatted(name, run));
        });
        audit.note("delete-dataset", name);
        datasets.delete(name);
    }

    /** A run that has not ended, or whose checkpoints can still be judged. */
    private Optional<String> neededBy(String name) {
        Stream<String> running = ready.index().reports(EnumSet.allOf(State.class)).stream()
                .filter(report -> !report.state().isTerminal())
                .filter(report -> report.job() != null && report.job().dataset().equals(name))
                .map(JobReport::id);
        return Stream.concat(running, datasets.runs(name).stream()).findFirst();
    }

    private static void clear(Path folder) {
        try {
            if (Files.exists(folder)) {
                MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear " + folder, e);
        }
    }
}
