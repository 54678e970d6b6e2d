package org.dcgan.trainer;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.dcgan.dataset.Dataset;
import org.dcgan.dataset.IdxFile;
import org.dcgan.dataset.Images;
import org.dcgan.dataset.MalformedDatasetException;
import org.dcgan.dataset.Split;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.TrainingJob;
import org.dcgan.store.ObjectStore;

/**
 * The images a job names: a data set that travels with the program, or two IDX files under {@code datasets/NAME/} in the bucket,
 * named like MNIST's.
 */
@Singleton
final class Datasets {
    private final ObjectStore store;

    @Inject
    Datasets(ObjectStore store) {
        this.store = store;
    }

    /**
     * Loads the images that a job learns from.
     *
     * @throws InvalidMessageException if there is no such data set, or its files are not what they must be
     */
    Images load(TrainingJob job) {
        try {
            Optional<Dataset> bundled = Dataset.named(job.dataset());
            Images images = bundled.isPresent()
                    ? bundled.get().training()
                    : Split.TRAINING.read(name -> file(job.dataset(), name));
            return job.limit() == null ? images : images.limit(job.limit());
        } catch (MalformedDatasetException e) {
            throw new InvalidMessageException("dataset", job.dataset(), "a sound data set: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IdxFile file(String dataset, String name) {
        String key = "datasets/" + dataset + "/" + name;
        byte[] bytes = store.get(key)
                .orElseThrow(() -> new InvalidMessageException(
                        "dataset", dataset, "mnist, or a set in the object store (" + key + " is not there)"));
        return new IdxFile(key, new ByteArrayInputStream(bytes));
    }
}
