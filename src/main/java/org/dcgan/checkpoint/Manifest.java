package org.dcgan.checkpoint;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.dcgan.message.Field;
import org.dcgan.message.InvalidMessageException;

/**
 * Lists the objects of a complete checkpoint; stored as {@code manifest.json} after all others.
 *
 * <p>It contains only what follows from the job and the step, so that two attempts write the same bytes.
 *
 * @param jobId the job
 * @param epoch the epoch it was made in, from 0
 * @param step iterations done
 * @param files every other object of the checkpoint
 * @param original the SHA-256 of the original manifest, by which the checkpoint was announced and is still identified; absent while
 *     no file has been removed
 */
public record Manifest(String jobId, int epoch, long step, List<File> files, String original) {
    public Manifest {
        Field.requireName("jobId", jobId);
        Field.requireCount("epoch", epoch);
        Field.requireCount("step", step);
        if (files == null || files.stream().anyMatch(Objects::isNull)) {
            throw new InvalidMessageException("files", files, "a list of files");
        }
        files = List.copyOf(files);
    }

    /** Whether it lists a file. */
    boolean has(String name) {
        return files.stream().anyMatch(file -> file.name().equals(name));
    }

    /**
     * This manifest without a file.
     *
     * @param sha256 of this manifest
     */
    Manifest without(String name, String sha256) {
        List<File> others =
                files.stream().filter(file -> !file.name().equals(name)).toList();
        return new Manifest(jobId, epoch, step, others, original == null ? sha256 : original);
    }

    /**
     * An object of the checkpoint.
     *
     * @param name its key relative to the checkpoint's folder
     * @param size in bytes
     * @param sha256 of its bytes, in hexadecimal
     */
    public record File(String name, long size, String sha256) {
        private static final Pattern NAME = Pattern.compile("[a-z0-9-]+\\.[a-z0-9]+");

        public File {
            if (name == null || !NAME.matcher(name).matches()) {
                throw new InvalidMessageException("name", name, "as in generator.safetensors");
            }
            Field.requireCount("size", size);
            Field.requirePresent("sha256", sha256, "the SHA-256 of an object");
        }
    }
}
