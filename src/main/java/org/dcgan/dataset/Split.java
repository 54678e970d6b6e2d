package org.dcgan.dataset;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A part of a data set: a file of images, and one of their labels, named as MNIST's are: {@code train-images-idx3-ubyte.gz}, or
 * {@code .idx3-ubyte} with a point, as some unpack it, and compressed or not. Of several such files
 * the first in the order of {@link #ENDINGS} counts, so that a compressed file goes before a plain one.
 */
public enum Split {
    /** Training images. */
    TRAINING("train"),
    /** Test images. */
    TEST("t10k");

    private static final String IMAGES = "images";
    private static final String LABELS = "labels";
    /** The two kinds of files, with their number of dimensions. */
    private static final List<String> ENDINGS =
            List.of("-idx%d-ubyte.gz", "-idx%d-ubyte", ".idx%d-ubyte.gz", ".idx%d-ubyte");

    private final String prefix;

    Split(String prefix) {
        this.prefix = prefix;
    }

    /** Gives access to the files of a data set. */
    public interface Files {
        /** The bytes of a file, if it exists. */
        Optional<byte[]> find(String path) throws IOException;
    }

    /** Whether a folder has images of this part. */
    public boolean isIn(String folder, Files files) throws IOException {
        return has(folder, files, IMAGES);
    }

    /** Whether a folder has labels of this part. */
    public boolean isLabelledIn(String folder, Files files) throws IOException {
        return has(folder, files, LABELS);
    }

    private boolean has(String folder, Files files, String content) throws IOException {
        for (String name : names(content)) {
            if (files.find(folder + name).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Loads the images of this part without their labels.
     *
     * @param folder where they lie, with a slash at its end
     * @throws FileNotFoundException if the file does not exist
     * @throws MalformedDatasetException if the file breaks the format or a limit
     */
    public Images read(String folder, Files files) throws IOException {
        return Images.read(open(folder, files, IMAGES));
    }

    /**
     * Loads the images of this part with their labels.
     *
     * @param folder where they lie, with a slash at its end
     * @throws FileNotFoundException if either file does not exist
     * @throws MalformedDatasetException if a file breaks the format or a limit, or the counts differ
     */
    public Images readLabelled(String folder, Files files) throws IOException {
        return Images.read(open(folder, files, IMAGES), open(folder, files, LABELS));
    }

    /** The name for a new file of images. */
    public String imagesName() {
        return names(IMAGES).get(0);
    }

    /** The name for a new file of labels. */
    public String labelsName() {
        return names(LABELS).get(0);
    }

    private IdxFile open(String folder, Files files, String content) throws IOException {
        List<String> names = names(content);
        for (String name : names) {
            Optional<byte[]> bytes = files.find(folder + name);
            if (bytes.isPresent()) {
                return new IdxFile(folder + name, new ByteArrayInputStream(bytes.get()));
            }
        }
        throw new FileNotFoundException(
                folder + names.get(0) + " is not there, nor " + String.join(", ", names.subList(1, names.size())));
    }

    /** The possible names of a file; the first existing one is used. */
    private List<String> names(String content) {
        int dimensions = content.equals(IMAGES) ? 3 : 1;
        return ENDINGS.stream()
                .map(ending -> prefix + "-" + content + ending.formatted(dimensions))
                .toList();
    }
}
