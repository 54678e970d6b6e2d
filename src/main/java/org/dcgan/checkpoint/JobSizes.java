package org.dcgan.checkpoint;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.dcgan.store.ObjectEntry;
import org.dcgan.store.ObjectStore;

/** Measures the size of jobs' objects. */
@Singleton
public final class JobSizes {
    private final ObjectStore store;

    /** @param store where they lie */
    @Inject
    public JobSizes(ObjectStore store) {
        this.store = store;
    }

    /** The bytes of each job that has objects, from one listing of all objects. */
    public Map<String, Long> all() {
        Map<String, Long> bytes = new HashMap<>();
        store.list(JobObjects.ALL).forEach(object -> {
            int end = object.key().indexOf('/', JobObjects.ALL.length());
            if (end > 0) {
                bytes.merge(object.key().substring(JobObjects.ALL.length(), end), object.size(), Long::sum);
            }
        });
        return bytes;
    }

    /** The bytes of a job; 0 if it has no objects. */
    public long of(String jobId) {
        return store.list(new JobObjects(jobId).prefix())
                .mapToLong(ObjectEntry::size)
                .sum();
    }
}
