package org.dcgan.judge;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.dcgan.dataset.Dataset;
import org.dcgan.dataset.IdxFile;
import org.dcgan.dataset.Images;
import org.dcgan.dataset.Split;
import org.dcgan.message.Json;
import org.dcgan.store.ObjectStore;
import org.jboss.logging.Logger;

/**
 * The judges of the data sets that jobs name: those that travel with the program, or {@code judge.safetensors}, and {@code judge.json}
 * if it is there, beside the IDX files under {@code datasets/NAME/} in the bucket. Used by one thread, which closes them.
 */
@Singleton
final class Judges implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Judges.class);

    private final ObjectStore store;
    private final Map<String, Judge> known = new HashMap<>();
    /** Why data sets have none. */
    private final Map<String, String> absent = new HashMap<>();

    @Inject
    Judges(ObjectStore store) {
        this.store = store;
    }

    /** The judge of a data set; where there is none, the log says so once, and it is looked for again the next time. */
    Optional<Judge> of(String dataset) {
        return Optional.ofNullable(known.computeIfAbsent(dataset, this::open));
    }

    @Override
    public void close() {
        known.values().forEach(Judge::close);
        known.clear();
    }

    private Judge open(String dataset) {
        try {
            Optional<Dataset> bundled = Dataset.named(dataset);
            return bundled.isPresent() ? bundled(bundled.get()) : stored(dataset);
        } catch (IOException | IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(absent.put(dataset, reason))) {
                LOG.warnf("checkpoints of data set %s are not judged: %s", dataset, reason);
            }
            return null;
        }
    }

    private static Judge bundled(Dataset dataset) throws IOException {
        return new Judge(dataset.judge(), dataset.test(), Optional.of(card(dataset.judgeCard())));
    }

    private Judge stored(String dataset) throws IOException {
        String folder = "datasets/" + dataset + "/";
        byte[] weights = file(folder + "judge.safetensors");
        Images test =
                Split.TEST.read(name -> new IdxFile(folder + name, new ByteArrayInputStream(file(folder + name))));
        return new Judge(weights, test, store.get(folder + "judge.json").map(Judges::card));
    }

    private static JudgeCard card(byte[] json) {
        return Json.read(json, JudgeCard.class);
    }

    private byte[] file(String key) throws FileNotFoundException {
        return store.get(key).orElseThrow(() -> new FileNotFoundException(key + " is not in the object store"));
    }
}
