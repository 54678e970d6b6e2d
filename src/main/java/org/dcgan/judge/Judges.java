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
 * The judges of the data sets that jobs name: the ones included in the program, or {@code judge.safetensors}, and {@code judge.json}
 * if it exists, beside the test images under {@code datasets/NAME/} in the bucket. Used by one thread, which closes them.
 */
@Singleton
final class Judges implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Judges.class);

    private final ObjectStore store;
    private final Map<String, Known> known = new HashMap<>();
    /** Data sets without a judge. */
    private final Map<String, Absence> absent = new HashMap<>();

    /**
     * A judge.
     *
     * @param files the files that it was loaded from
     */
    private record Known(Judge judge, List<ObjectEntry> files) {}

    /**
     * Why a data set has no judge.
     *
     * @param files the files in its folder at that time; it is not looked up again until they change
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

    /**
     * The judge of a data set, valid until the next call; empty if there is none, which is logged once. It is looked up again when
     * its files have changed.
     */
    Optional<Judge> of(String dataset) {
        Known last = known.get(dataset);
        if (last != null && Dataset.named(dataset).isPresent()) {
            return Optional.of(last.judge);
        }
        List<ObjectEntry> files =
                store.list(folder(dataset)).filter(Judges::isOfAJudge).toList();
        if (last != null && last.files.equals(files)) {
            return Optional.of(last.judge);
        }
        if (last != null) {
            LOG.infof("the judge of data set %s has changed", dataset);
            known.remove(dataset).judge.close();
        }
        Optional<Judge> judge = Optional.ofNullable(open(dataset, files));
        judge.ifPresent(found -> known.put(dataset, new Known(found, files)));
        return judge;
    }

    /** Other files of a data set, such as the pointer to its best checkpoint, do not affect its judge. */
    private static boolean isOfAJudge(ObjectEntry file) {
        String name = file.key().substring(file.key().lastIndexOf('/') + 1);
        return name.startsWith("judge.") || name.startsWith("t10k-images");
    }

    @Override
    public void close() {
        known.values().forEach(each -> each.judge.close());
        known.clear();
    }

    private Judge open(String dataset, List<ObjectEntry> files) {
        Absence last = absent.get(dataset);
        if (last != null && last.isOf(files)) {
            return null;
        }
        try {
            Optional<Dataset> bundled = Dataset.named(dataset);
            return bundled.isPresent() ? bundled(bundled.get()) : stored(dataset);
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

    private Judge stored(String dataset) throws IOException {
        String key = folder(dataset) + "judge.safetensors";
        Optional<byte[]> weights = store.get(key);
        if (weights.isEmpty()) {
            throw new FileNotFoundException(key + " does not exist: create it with train-judge " + dataset);
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
