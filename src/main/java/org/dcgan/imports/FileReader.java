package org.dcgan.imports;

import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dcgan.format.FileKind;

/** Reads the files of an import into a spool. */
final class FileReader {
    private static final int MAX_FILE = 64 << 20;
    private static final int MAX_ARRAYS = 10_000;

    private final Fitting fitting;
    private final ImageSpool spool;
    private final Skipped skipped;
    private final ImportListener progress;
    private final PictureReader pictures;
    private final Groups groups = new Groups();
    private final List<ArrayFile> arrays = new ArrayList<>();
    private long done;
    private long total;

    FileReader(Fitting fitting, ImageSpool spool, Skipped skipped, ImportListener progress) {
        this.fitting = fitting;
        this.spool = spool;
        this.skipped = skipped;
        this.progress = progress;
        this.pictures = new PictureReader(fitting.background());
    }

    /**
     * Reads all files.
     *
     * @param total how many files there are
     * @return the groups of the images in the spool
     * @throws RefusedImportException if an archive or labels are invalid, or there is no image
     */
    Groups read(Sources sources, long total) throws IOException {
        this.total = total;
        sources.forEach(new SourceVisitor() {
            @Override
            public void visit(SourceFile file) throws IOException {
                readFile(file);
                progress.show(++done, FileReader.this.total);
            }

            @Override
            public void skip(String path, String reason) {
                skipped.add(path, reason);
            }
        });
        readArrays();
        if (spool.entries().isEmpty()) {
            throw new RefusedImportException("there is no image in the given files"
                    + skipped.first().stream()
                            .findFirst()
                            .map(file -> "; %s was skipped: %s".formatted(file.path(), file.reason()))
                            .orElse(""));
        }
        return groups;
    }

    private void readFile(SourceFile file) throws IOException {
        if (file.isHidden()) {
            return;
        }
        Optional<byte[]> image;
        try {
            image = readPicture(file);
        } catch (RefusedImportException e) {
            throw e;
        } catch (IOException e) {
            skip(file, e);
            return;
        }
        if (image.isPresent()) {
            spool.add(image.get(), groups.ofPicture(file));
        }
    }

    /** Reads a picture at once; notes an array for later. */
    private Optional<byte[]> readPicture(SourceFile file) throws IOException {
        try (InputStream in = file.open()) {
            byte[] start = in.readNBytes(Math.max(PictureFormat.TELLING_BYTES, FileKind.TELLING_BYTES));
            Optional<PictureFormat> format = PictureFormat.of(start);
            if (format.isPresent()) {
                return Optional.of(fitting.fit(pictures.read(format.get(), whole(start, in))));
            }
            if (!NumberStream.isLikely(start)) {
                throw new UnreadableFileException(described(start));
            }
        }
        ArrayFile array = ArrayFile.of(file);
        if (arrays.size() == MAX_ARRAYS) {
            throw new UnreadableFileException("an array beyond the first " + MAX_ARRAYS);
        }
        arrays.add(array);
        return Optional.empty();
    }

    private static byte[] whole(byte[] start, InputStream rest) throws IOException {
        byte[] bytes = Bytes.concat(start, rest.readNBytes(MAX_FILE - start.length + 1));
        if (bytes.length > MAX_FILE) {
            throw new UnreadableFileException("a picture of more than %d MiB".formatted(MAX_FILE >> 20));
        }
        return bytes;
    }

    private static String described(byte[] start) {
        if (start.length == 0) {
            return "an empty file";
        }
        return start.length > 1 && start[0] == 'P' && start[1] == 'K'
                ? "an archive within another one or within a folder: give it by itself"
                : "neither a picture nor an IDX file nor a NumPy array"
                        + FileKind.of(start)
                                .map(kind -> "; it seems to be " + kind.notIdx())
                                .orElse("");
    }

    private void readArrays() throws IOException {
        arrays.sort(Comparator.comparing((ArrayFile array) -> array.file().path()));
        List<ArrayFile> images =
                arrays.stream().filter(array -> !array.isLabels()).toList();
        Map<String, ArrayFile> labels = new HashMap<>();
        arrays.stream().filter(ArrayFile::isLabels).forEach(array -> {
            ArrayFile before = labels.putIfAbsent(key(array), array);
            if (before != null) {
                skipped.add(
                        array.file().path(),
                        "it has labels for the same images as " + before.file().path());
            }
        });
        total += images.stream().mapToLong(ArrayFile::count).sum();
        for (ArrayFile array : images) {
            readImages(array, Optional.ofNullable(labels.remove(key(array))));
        }
        labels.values()
                .forEach(array -> skipped.add(array.file().path(), "there are no images that its labels belong to"));
    }

    private static String key(ArrayFile array) {
        return array.file().root() + "/" + array.pair();
    }

    private void readImages(ArrayFile array, Optional<ArrayFile> labelFile) throws IOException {
        int[] labels = labelFile.isPresent() ? readLabels(labelFile.get(), array) : new int[0];
        try {
            new ArrayImages(array, fitting.background()).forEach((index, image) -> {
                spool.add(
                        fitting.fitOfArray(image),
                        labelFile.isPresent() ? groups.ofLabel(array, labels[index]) : groups.ofImage(array));
                progress.show(++done, total);
            });
        } catch (UnreadableFileException e) {
            skip(array.file(), e);
        }
    }

    private static int[] readLabels(ArrayFile file, ArrayFile images) throws IOException {
        if (file.count() != images.count()) {
            throw new RefusedImportException("%s has %d labels, %s has %d images"
                    .formatted(file.file().path(), file.count(), images.file().path(), images.count()));
        }
        try {
            return ArrayImages.labels(file);
        } catch (UnreadableFileException e) {
            throw new RefusedImportException(file.file().path() + ": " + e.getMessage(), e);
        }
    }

    private void skip(SourceFile file, IOException failure) {
        skipped.add(
                file.path(),
                failure instanceof UnreadableFileException
                        ? failure.getMessage()
                        : "a damaged file: " + failure.getMessage());
    }
}
