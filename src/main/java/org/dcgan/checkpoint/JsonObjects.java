package org.dcgan.checkpoint;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.message.Json;
import org.dcgan.store.ObjectStore;
import org.jboss.logging.Logger;

/** Reads the objects of jobs that contain a message as JSON. */
record JsonObjects(ObjectStore store) {
    static final String CONTENT_TYPE = "application/json";

    private static final Logger LOG = Logger.getLogger(JsonObjects.class);

    /** An object's message; empty, with a warning, if it cannot be read. */
    <T> Optional<T> read(String key, Class<T> type) {
        try {
            return store.get(key).map(json -> Json.read(json, type));
        } catch (InvalidMessageException e) {
            LOG.warnf("%s skipped: %s", key, e.getMessage());
            return Optional.empty();
        }
    }

    /** Finds the objects with one name beside the checkpoints of a job's epochs: the tag of each, by epoch. */
    SortedMap<Integer, String> ofEpochs(String jobId, String name) {
        String folders = new JobObjects(jobId).checkpoints();
        Pattern key = Pattern.compile(Pattern.quote(folders) + "epoch-(\\d{1,9})/" + Pattern.quote(name));
        SortedMap<Integer, String> tags = new TreeMap<>();
        store.list(folders).forEach(object -> {
            Matcher match = key.matcher(object.key());
            if (match.matches()) {
                tags.put(Integer.valueOf(match.group(1)), object.etag());
            }
        });
        return tags;
    }
}
