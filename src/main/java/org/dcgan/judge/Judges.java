package org.dcgan.judge;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dcgan.dataset.Dataset;
import org.dcgan.dataset.Images;
import org.dcgan.dataset.Split;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;
import org.jboss.logging.Logger;

/**
 * The judges of the data sets that jobs name: those that travel with the program, or {@code judge.safetensors}, and {@code judge.json}
 * if it is there, beside the test images under {@code datasets/NAME/} in the bucket. Used by one thread, which closes them.
 */
@Singleton
final class Judges implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Judges.class);

    private final ObjectStore store;
    private final Map<String, Judge> known = new HashMap<>();
    /** The data sets that have none. */
    private final Map<String, Absence> absent = new HashMap<>();

    /**
     * Why a data set has no judge.
     *
     * @param files what lay in its folder then: until that changes, nothing else would come of another look
     */
    private record Absence(List<ObjectEntry> files, String reason) {
        boolean isOf(List<ObjectEntry> now) {
            return files.equals(now)
                    && now.stream().noneMatch(file -> file.etag().isEmpty());
        }
    }

    @Inject
    Judges(ObjectStore store) {
        this.store = store;
    }

    /** The judge of a data set; where there is none, the log says so once, and it is looked for again when its files have changed. */
    Optional<Judge> of(String dataset) {
        return Optional.ofNullable(known.computeIfAbsent(dataset, this::open));
    }

    @Override
    public void close() {
        known.values().forEach(Judge::close);
        known.clear();
    }

    private Judge open(String dataset) {
        List<ObjectEntry> files = store.list(folder(dataset)).toList();
        Absence last = absent.get(dataset);
        if (last != null && last.isOf(files)) {
            return null;
        }
        try {
            Optional<Dataset> bundled = Dataset.named(dataset);
            return bundled.isPresent() ? bundled(bundled.get()) : stored(dataset, files);
        } catch (IOException | IllegalArgumentException e) {
            Absence now = new Absence(files, String.valueOf(e.getMessage()));
            if (last == null || !last.reason().equals(now.reason())) {
                LOG.warnf("checkpoints of data set %s are not judged: %s", dataset, now.reason());
            }
            absent.put(dataset, now);
            return null;
        }
    }

    private static Judge bundled(Dataset dataset) throws IOException {
        return new Judge(dataset.judge(), dataset.test(), Optional.of(card("judge.json", dataset.judgeCard())));
    }

    private Judge stored(String dataset, List<ObjectEntry> files) throws IOException {
        String key = folder(dataset) + "judge.safetensors";
        Optional<byte[]> weights = store.get(key);
        if (weights.isEmpty()) {
            boolean labelled = files.stream().anyMatch(file -> file.key().contains("-labels"));
            throw new FileNotFoundException(
                    key + " is not there" + (labelled ? "" : ", and there are no labels to train it with"));
        }
        Images test = Split.TEST.read(folder(dataset), store::get);
        String cardKey = folder(dataset) + "judge.json";
        Optional<JudgeCard> card = store.get(cardKey).map(json -> card(cardKey, json));
        try {
            return new Judge(weights.get(), test, card);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private static String folder(String dataset) {
        return "datasets/" + dataset + "/";
    }

    private static JudgeCard card(String name, byte[] json) {
        try {
            return Json.read(json, JudgeCard.class);
        } catch (InvalidMessageException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }
}
