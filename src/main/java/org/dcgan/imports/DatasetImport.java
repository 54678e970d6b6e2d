package org.dcgan.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.dcgan.dataset.Split;
import org.dcgan.imports.DatasetCard.ClassCard;
import org.dcgan.imports.DatasetCard.FileCard;
import org.dcgan.message.Json;

/**
 * Imports pictures and arrays as a data set. Needs the memory of one picture and about 50 bytes per image; the images themselves are
 * spooled to a file.
 *
 * @param name of the data set
 * @param source what to call the files that are imported
 * @param fitting how pictures become images
 * @param clock gives the time of the import
 */
public record DatasetImport(String name, List<String> source, Fitting fitting, Clock clock) {
    private static final int MOST_JSON = 64 * 1024;

    /**
     * Reads the files, and writes those of the data set.
     *
     * @param given folders, archives and files
     * @param folder an empty one, for the data set's files
     * @throws RefusedImportException if they cannot be imported
     * @throws java.nio.file.NoSuchFileException if one is not there
     */
    public PreparedDataset prepare(List<Path> given, Path folder, ImportListener progress) throws IOException {
        Skipped skipped = new Skipped();
        Path images = folder.resolve("images");
        try (ImageSpool spool = new ImageSpool(images)) {
            Groups groups;
            long files = count(given);
            try (Sources sources = new Sources(given)) {
                groups = new FileReader(fitting, spool, skipped, progress).read(sources, files);
            }
            SortedImages sorted = new SortedImages(spool.entries(), groups.placements(skipped));
            ImageFiles written = new ImageFiles(spool, sorted, folder);
            List<FileCard> cards = written.write();
            DatasetCard card = card(sorted, written.sha256(), cards, skipped.count());
            return new PreparedDataset(card, folder, skipped.first());
        } finally {
            Files.deleteIfExists(images);
        }
    }

    private static long count(List<Path> given) throws IOException {
        long[] files = {0};
        try (Sources sources = new Sources(given)) {
            sources.forEach(new SourceVisitor() {
                @Override
                public void visit(SourceFile file) {
                    files[0]++;
                }

                @Override
                public void skip(String path, String reason) {} // already reported when the files are read
            });
        }
        return files[0];
    }

    private DatasetCard card(SortedImages images, String sha256, List<FileCard> files, long skipped)
            throws RefusedImportException {
        List<ClassCard> classes = new ArrayList<>();
        for (int label = 0; label < images.classes().size(); label++) {
            classes.add(new ClassCard(
                    images.classes().get(label), images.count(Split.TRAINING, label), images.count(Split.TEST, label)));
        }
        DatasetCard card = new DatasetCard(
                name,
                sha256,
                images.of(Split.TRAINING).size(),
                images.of(Split.TEST).size(),
                classes.isEmpty() ? null : classes,
                images.duplicates(),
                images.shared(),
                skipped,
                source,
                fitting,
                files,
                clock.instant().truncatedTo(ChronoUnit.SECONDS));
        if (Json.write(card).length > MOST_JSON) {
            throw new RefusedImportException("the names of the %d classes are too long".formatted(classes.size()));
        }
        return card;
    }
}
