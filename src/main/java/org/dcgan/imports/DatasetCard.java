package org.dcgan.imports;

import java.time.Instant;
import java.util.List;
import org.dcgan.message.Field;

/**
 * Describes an imported data set; stored as {@code dataset.json}, the last of its objects.
 *
 * @param name as jobs give it
 * @param sha256 of its pixels and labels: the same for the same images, independent of file names
 * @param training number of training images
 * @param test number of test images
 * @param classes by label, the first is label 0; null if the images have none
 * @param duplicates images that are equal to another one before them
 * @param shared test images that are training images as well: only where test images were given
 * @param skipped files that were left out
 * @param source the names of what was imported
 * @param fitting how pictures became images
 * @param files its other objects
 * @param at when it was imported
 */
public record DatasetCard(
        String name,
        String sha256,
        int training,
        int test,
        List<ClassCard> classes,
        int duplicates,
        int shared,
        long skipped,
        List<String> source,
        Fitting fitting,
        List<FileCard> files,
        Instant at) {
    /**
     * A class.
     *
     * @param name of its folder, or the label that it had in the file
     * @param training number of training images
     * @param test number of test images
     */
    public record ClassCard(String name, int training, int test) {}

    /**
     * An object.
     *
     * @param name under the data set's folder
     * @param size in bytes
     * @param sha256 of its bytes
     */
    public record FileCard(String name, long size, String sha256) {}

    public DatasetCard {
        Field.requirePresent("name", name, "the data set's name");
        Field.requirePresent("sha256", sha256, "the checksum of its images");
        files = files == null ? List.of() : List.copyOf(files);
        source = source == null ? List.of() : List.copyOf(source);
        classes = classes == null ? null : List.copyOf(classes);
    }
}
