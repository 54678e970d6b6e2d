package org.dcgan.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.dcgan.dataset.Images;
import org.dcgan.dataset.Split;
import org.dcgan.picture.ImageGrid;

/** Writes the files of a data set. */
final class ImageFiles {
    static final String PREVIEW = "preview.png";

    private static final int SHOWN = 64;
    private static final int IMAGES_MAGIC = 0x0803;
    private static final int LABELS_MAGIC = 0x0801;
    private static final float WHITE = 255;

    private final ImageSpool spool;
    private final SortedImages images;
    private final Path folder;
    private final Hasher content = Hashing.sha256().newHasher();
    private final List<DatasetCard.FileCard> files = new ArrayList<>();

    ImageFiles(ImageSpool spool, SortedImages images, Path folder) {
        this.spool = spool;
        this.images = images;
        this.folder = folder;
    }

    /**
     * Writes all of them.
     *
     * @return their names, sizes and checksums
     */
    List<DatasetCard.FileCard> write() throws IOException {
        for (String name : images.classes()) {
            content.putString(name, UTF_8).putByte((byte) 0);
        }
        for (Split split : Split.values()) {
            write(split);
        }
        writePreview();
        return files;
    }

    /** The checksum of pixels and labels, once they are written. */
    String sha256() {
        return content.hash().toString();
    }

    private void write(Split split) throws IOException {
        List<SortedImages.Placed> placed = images.of(split);
        content.putInt(placed.size());
        try (DataOutputStream out = open(split.imagesName())) {
            out.writeInt(IMAGES_MAGIC);
            out.writeInt(placed.size());
            out.writeInt(Images.SIDE);
            out.writeInt(Images.SIDE);
            for (SortedImages.Placed image : placed) {
                byte[] pixels = spool.pixels(image.entry());
                out.write(pixels);
                content.putBytes(pixels);
            }
        }
        note(split.imagesName());
        if (images.classes().isEmpty()) {
            return;
        }
        try (DataOutputStream out = open(split.labelsName())) {
            out.writeInt(LABELS_MAGIC);
            out.writeInt(placed.size());
            for (SortedImages.Placed image : placed) {
                out.writeByte(image.label());
                content.putByte((byte) image.label());
            }
        }
        note(split.labelsName());
    }

    private DataOutputStream open(String name) throws IOException {
        return new DataOutputStream(
                new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))));
    }

    private void note(String name) throws IOException {
        Path file = folder.resolve(name);
        files.add(new DatasetCard.FileCard(
                name,
                Files.size(file),
                MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString()));
    }

    /** Some training images, as many of each class as fit. */
    private void writePreview() throws IOException {
        List<SortedImages.Placed> shown = images.sample(SHOWN);
        float[] values = new float[shown.size() * Images.PIXELS];
        for (int i = 0; i < shown.size(); i++) {
            byte[] pixels = spool.pixels(shown.get(i).entry());
            for (int j = 0; j < pixels.length; j++) {
                values[i * Images.PIXELS + j] = 2 * (Byte.toUnsignedInt(pixels[j]) / WHITE) - 1;
            }
        }
        Files.write(
                folder.resolve(PREVIEW),
                ImageGrid.of(values, Images.SIDE, Images.SIDE).png());
        note(PREVIEW);
    }
}
