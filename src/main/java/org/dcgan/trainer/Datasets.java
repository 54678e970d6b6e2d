package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.dcgan.dataset.Dataset;
import org.dcgan.dataset.Images;
import org.dcgan.dataset.MalformedDatasetException;
import org.dcgan.dataset.Split;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectStore;

/**
 * Loads the images of a job's data set: the one included in the program, or an IDX file under {@code datasets/NAME/} in the bucket,
 * named like MNIST's. Training needs no labels, so they are not loaded.
 */
@Singleton
final class Datasets {
    private final ObjectStore store;

    @Inject
    Datasets(ObjectStore store) {
        this.store = store;
    }

    /** Whether a data set's files include a judge. */
    boolean hasJudge(String dataset) {
        return Dataset.named(dataset).isPresent()
                || store.stat("datasets/" + dataset + "/judge.safetensors").isPresent();
    }

    /**
     * Loads a job's training images.
     *
     * @throws InvalidMessageException if there is no such data set, or its files are invalid
     */
    Images load(TrainingJob job) {
        try {
            Optional<Dataset> bundled = Dataset.named(job.dataset());
            Images images = bundled.isPresent()
                    ? bundled.get().training()
                    : Split.TRAINING.read("datasets/" + job.dataset() + "/", store::get);
            return job.limit() == null ? images : images.limit(job.limit());
        } catch (FileNotFoundException e) {
            throw new InvalidMessageException(
                    "dataset", job.dataset(), "mnist, or a set in the object store (" + e.getMessage() + ")");
        } catch (MalformedDatasetException e) {
            throw new InvalidMessageException("dataset", job.dataset(), "a sound data set: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
