package org.dcgan.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dcgan.dataset.Images;
import org.dcgan.dataset.Split;
import org.dcgan.imports.DatasetCard.ClassCard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From files to a data set, without a store. */
class DatasetImportTest {
    @TempDir
    private Path temporary;

    private Path given;
    private int prepared;

    @BeforeEach
    void makeFolder() throws IOException {
        given = Files.createDirectory(temporary.resolve("given"));
    }

    @Test
    void makesClassesOfSubFoldersInTheOrderOfTheirNames() throws IOException {
        pictures("dog", 0, 30);
        pictures("cat", 30, 60);
        pictures("cat/more", 60, 70);

        PreparedDataset dataset = prepare(Fitting.USUAL, given);

        assertThat(names(dataset)).containsExactly("cat", "dog");
        assertThat(dataset.card().classes())
                .extracting(each -> each.training() + each.test())
                .containsExactly(40, 30);
        Images training = read(dataset, Split.TRAINING, true);
        Images test = read(dataset, Split.TEST, true);
        assertThat(training.count() + test.count()).isEqualTo(70);
        assertThat(test.count()).isBetween(1, 20);
        for (int i = 0; i < training.count(); i++) {
            int shade = Math.round((training.scaled(i)[0] + 1) / 2 * 255);
            assertThat(training.label(i)).isEqualTo(shade < 30 ? 1 : 0);
        }
    }

    @Test
    void sortsClassesThatAreNumbersAsNumbers() throws IOException {
        pictures("10", 0, 3);
        pictures("9", 3, 6);

        assertThat(names(prepare(Fitting.USUAL, given))).containsExactly("9", "10");
    }

    @Test
    void makesTheSameDataSetOfTheSamePicturesUnderOtherNames() throws IOException {
        pictures("", 0, 40);
        Path renamed = Files.createDirectory(temporary.resolve("renamed"));
        for (int i = 0; i < 40; i++) {
            Files.copy(given.resolve(i + ".png"), renamed.resolve("x" + (97 * i % 41) + ".png"));
        }

        PreparedDataset one = prepare(Fitting.USUAL, given);
        PreparedDataset other = prepare(Fitting.USUAL, renamed);

        assertThat(other.card().sha256()).isEqualTo(one.card().sha256());
        assertThat(other.card().files()).isEqualTo(one.card().files());
        assertThat(one.card().classes()).isNull();
    }

    @Test
    void keepsEqualPicturesTogetherAndCountsThem() throws IOException {
        pictures("a", 0, 50);
        pictures("b", 0, 50);

        PreparedDataset dataset = prepare(Fitting.USUAL, given);

        assertThat(dataset.card().duplicates()).isEqualTo(50);
        assertThat(dataset.card().shared()).isZero();
        assertThat(dataset.card().classes())
                .extracting(ClassCard::training, ClassCard::test)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(
                        dataset.card().training() / 2, dataset.card().test() / 2));
    }

    @Test
    void takesTestImagesThatAreGivenAsSuch() throws IOException {
        pictures("set/train/a", 0, 9);
        pictures("set/train/b", 9, 20);
        pictures("set/test/a", 5, 10);

        PreparedDataset dataset = prepare(Fitting.USUAL, given);

        assertThat(dataset.card().classes()).containsExactly(new ClassCard("a", 9, 5), new ClassCard("b", 11, 0));
        assertThat(dataset.card().shared()).isEqualTo(5);
    }

    @Test
    void keepsOneTestImageOfASmallSet() throws IOException {
        pictures("", 0, 2);

        DatasetCard card = prepare(Fitting.USUAL, given).card();

        assertThat(card.training()).isEqualTo(1);
        assertThat(card.test()).isEqualTo(1);
    }

    @Test
    void refusesASingleImage() throws IOException {
        pictures("a", 0, 1);
        pictures("b", 0, 1);

        assertThatThrownBy(() -> prepare(Fitting.USUAL, given))
                .isInstanceOf(RefusedImportException.class)
                .hasMessageMatching("2 images of which 1 are equal to others leave no (test|training) images");
    }

    @Test
    void namesWhatItSkipsAndWhy() throws IOException {
        pictures("a", 0, 5);
        Files.writeString(given.resolve("a/notes.txt"), "not a picture");
        Files.writeString(given.resolve("a/pointer.png"), "version https://git-lfs.github.com/spec/v1\nsize 1\n");
        Files.write(given.resolve("a/pictures.tar"), tar());
        Files.write(given.resolve("a/empty.png"), new byte[0]);
        Files.write(given.resolve("a/cut.png"), Arrays.copyOf(PictureFiles.png(9, 9, (x, y) -> x * y), 60));
        Files.createSymbolicLink(given.resolve("a/link.png"), given.resolve("a/0.png"));
        Files.writeString(given.resolve("a/.DS_Store"), "hidden");
        pictures("", 7, 8);

        PreparedDataset dataset = prepare(Fitting.USUAL, given);

        assertThat(dataset.card().skipped()).isEqualTo(7);
        assertThat(dataset.skipped())
                .containsExactlyInAnyOrder(
                        new SkippedFile(
                                "a/notes.txt",
                                "neither a picture nor an IDX file nor a NumPy array; it seems to be plain text"),
                        new SkippedFile(
                                "a/pointer.png",
                                "neither a picture nor an IDX file nor a NumPy array; it seems to be "
                                        + "a Git LFS pointer in place of the file: fetch the file with: git lfs pull"),
                        new SkippedFile(
                                "a/pictures.tar",
                                "neither a picture nor an IDX file nor a NumPy array; it seems to be "
                                        + "a tar archive: unpack it with: tar -xf FILE.tar"),
                        new SkippedFile("a/empty.png", "an empty file"),
                        new SkippedFile("a/cut.png", "a damaged or incomplete PNG"),
                        new SkippedFile("a/link.png", "a link"),
                        new SkippedFile("7.png", "it has no class, but other images have"));
    }

    private static byte[] tar() {
        byte[] header = new byte[512];
        header[0] = 'a'; // the name of the first file
        System.arraycopy("ustar".getBytes(ISO_8859_1), 0, header, 257, 5);
        return header;
    }

    @Test
    void namesTheFirstTenOfManyAndCountsTheRest() throws IOException {
        pictures("", 0, 5);
        for (int i = 0; i < 30; i++) {
            Files.writeString(given.resolve(i + ".txt"), "text");
        }

        PreparedDataset dataset = prepare(Fitting.USUAL, given);

        assertThat(dataset.skipped()).hasSize(10);
        assertThat(dataset.card().skipped()).isEqualTo(30);
    }

    @Test
    void saysWhyThereIsNoImage() throws IOException {
        Files.writeString(given.resolve("notes.txt"), "text");

        assertThatThrownBy(() -> prepare(Fitting.USUAL, given))
                .hasMessage("there is no image in the given files; notes.txt was skipped: "
                        + "neither a picture nor an IDX file nor a NumPy array; it seems to be plain text");
        assertThatThrownBy(() -> prepare(Fitting.USUAL, given.resolve("nowhere")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void refusesMoreThan256Classes() throws IOException {
        for (int i = 0; i < 257; i++) {
            pictures("class" + i, i, i + 1);
        }

        assertThatThrownBy(() -> prepare(Fitting.USUAL, given))
                .hasMessageStartingWith("there are 257 classes, at most 256 are allowed");
    }

    @Test
    void readsAZipAsItsFolder() throws IOException {
        pictures("a", 0, 20);
        pictures("b", 20, 40);
        Path zip = zip(out -> {
            for (int i = 0; i < 40; i++) {
                String folder = i < 20 ? "letters/a/" : "letters/b/";
                entry(out, folder + (40 - i) + ".png", picture(i));
            }
            entry(out, "__MACOSX/letters/a/._1.png", new byte[9]);
        });

        assertThat(prepare(Fitting.USUAL, zip).card().sha256())
                .isEqualTo(prepare(Fitting.USUAL, given).card().sha256());
    }

    @Test
    void skipsEntriesThatLeadOutOfTheArchive() throws IOException {
        Path zip = zip(out -> {
            entry(out, "../../evil.png", picture(1));
            entry(out, "/root.png", picture(2));
            entry(out, "a\\..\\..\\evil.png", picture(3));
            entry(out, "a/fine../4.png", picture(4));
            entry(out, "a/fine../5.png", picture(5));
            entry(out, "inner.zip", new byte[] {'P', 'K', 3, 4});
        });

        PreparedDataset dataset = prepare(Fitting.USUAL, zip);

        assertThat(dataset.card().training() + dataset.card().test()).isEqualTo(2);
        assertThat(dataset.skipped())
                .containsExactly(
                        new SkippedFile("../../evil.png", "its path leads out of the archive"),
                        new SkippedFile("/root.png", "its path leads out of the archive"),
                        new SkippedFile("a/../../evil.png", "its path leads out of the archive"),
                        new SkippedFile(
                                "inner.zip", "an archive within another one or within a folder: give it by itself"));
    }

    @Test
    void skipsABombWithoutUnpackingIt() throws IOException {
        Path zip = zip(out -> {
            out.putNextEntry(new ZipEntry("bomb.png"));
            out.write(PictureFiles.png(1, 1, (x, y) -> 0));
            zeros(out, 70 << 20);
            out.putNextEntry(new ZipEntry("zeros.idx"));
            zeros(out, 70 << 20);
            entry(out, "1.png", picture(1));
            entry(out, "2.png", picture(2));
        });

        PreparedDataset dataset = prepare(Fitting.USUAL, zip);

        assertThat(dataset.skipped())
                .containsExactly(
                        new SkippedFile("bomb.png", "a picture of more than 64 MiB"),
                        new SkippedFile("zeros.idx", "neither a picture nor an IDX file nor a NumPy array"));
    }

    @Test
    void refusesAnArchiveThatUnpacksToManyTimesItsSize() throws IOException {
        Path zip = zip(out -> {
            for (int i = 0; i < 18; i++) {
                out.putNextEntry(new ZipEntry(i + ".png"));
                out.write(PictureFiles.png(1, 1, (x, y) -> 0));
                zeros(out, 65 << 20);
            }
        });

        assertThatThrownBy(() -> prepare(Fitting.USUAL, zip))
                .isInstanceOf(RefusedImportException.class)
                .hasMessage("given.zip unpacks to more than 1 GiB and 20 times its size, which pictures never do");
    }

    @Test
    void refusesAnArchiveWithALongListBeforeReadingIt() throws IOException {
        Path zip = temporary.resolve("given.zip");
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0x06054b50).putShort(8, (short) -1).putShort(10, (short) -1).putInt(12, 200 << 20);
        try (RandomAccessFile out = new RandomAccessFile(zip.toFile(), "rw")) {
            out.write(new byte[] {'P', 'K', 3, 4});
            out.seek(200 << 20); // the file has a hole
            out.write(end.array());
        }

        assertThatThrownBy(() -> prepare(Fitting.USUAL, zip))
                .isInstanceOf(RefusedImportException.class)
                .hasMessage(
                        "given.zip is an archive whose list of files has 209715200 bytes, at most 134217728 are allowed");
    }

    @Test
    void refusesADamagedArchive() throws IOException {
        Path zip = zip(out -> entry(out, "1.png", picture(1)));
        Files.write(zip, Arrays.copyOf(Files.readAllBytes(zip), 60));

        assertThatThrownBy(() -> prepare(Fitting.USUAL, zip))
                .isInstanceOf(RefusedImportException.class)
                .hasMessageStartingWith("given.zip is an archive that cannot be read: ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keepsTheImagesAndTheOrderOfIdxFiles(boolean gzip) throws IOException {
        idx("fashion-train-images-idx3-ubyte", gzip, images(50), 50, 28, 28);
        idx("fashion-train-labels-idx1-ubyte", gzip, labels(50), 50);
        idx("fashion-t10k-images-idx3-ubyte", gzip, images(10), 10, 28, 28);
        idx("fashion-t10k-labels-idx1-ubyte", gzip, labels(10), 10);

        PreparedDataset dataset = prepare(Fitting.USUAL, Files.list(given).toArray(Path[]::new));

        Images training = read(dataset, Split.TRAINING, true);
        assertThat(training.count()).isEqualTo(50);
        assertThat(dataset.card().test()).isEqualTo(10);
        assertThat(names(dataset)).containsExactly("0", "1", "2");
        for (int i = 0; i < 50; i++) {
            assertThat(training.label(i)).isEqualTo(i % 3);
            assertThat(training.scaled(i)[i]).isEqualTo(1);
        }
    }

    @Test
    void transposesArraysAndNumbersTheirLabelsFrom0() throws IOException {
        idx("emnist-letters-train-images-idx3-ubyte", true, images(20), 20, 28, 28);
        byte[] labels = labels(20);
        for (int i = 0; i < labels.length; i++) {
            labels[i]++;
        }
        idx("emnist-letters-train-labels-idx1-ubyte", true, labels, 20);

        PreparedDataset dataset = prepare(new Fitting(false, 255, false, true), given);

        assertThat(names(dataset)).containsExactly("1", "2", "3");
        Images all = read(dataset, Split.TRAINING, true);
        assertThat(all.label(0)).isBetween(0, 2);
        assertThat(all.scaled(0)[28 * lit(all, 0)]).isEqualTo(1);
    }

    private static int lit(Images images, int image) {
        float[] pixels = images.scaled(image);
        for (int i = 0; i < 28; i++) {
            if (pixels[28 * i] == 1) {
                return i;
            }
        }
        return 0;
    }

    @Test
    void fitsArraysOfOtherSizes() throws IOException {
        byte[] usps = new byte[20 * 16 * 16];
        for (int i = 0; i < usps.length; i++) {
            usps[i] = (byte) (i / 256 + 100);
        }
        idx("train-images", false, usps, 20, 16, 16);

        PreparedDataset dataset = prepare(Fitting.USUAL, given);

        assertThat(dataset.card().classes()).isNull();
        assertThat(dataset.card().training() + dataset.card().test()).isEqualTo(20);
    }

    @Test
    void refusesLabelsOfAnotherCount() throws IOException {
        idx("train-images-idx3-ubyte", true, images(20), 20, 28, 28);
        idx("train-labels-idx1-ubyte", true, labels(19), 19);

        assertThatThrownBy(() -> prepare(Fitting.USUAL, given))
                .isInstanceOf(RefusedImportException.class)
                .hasMessage("train-labels-idx1-ubyte.gz has 19 labels, train-images-idx3-ubyte.gz has 20 images");
    }

    @ParameterizedTest
    @CsvSource({
        "0x0d03, 20, 'an IDX file of type 0x0d, allowed is 0x08 (unsigned bytes)'",
        "0x0803, 19, it ends before the last of its 20×28×28 values",
        "0x0803, 21, it has more than its 20×28×28 values"
    })
    void skipsArraysThatAreNotWhatTheySay(String magic, int images, String reason) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(16 + images * 784);
        file.putInt(Integer.decode(magic)).putInt(20).putInt(28).putInt(28);
        Files.write(given.resolve("train-images"), file.array());
        pictures("", 0, 3);

        assertThat(prepare(Fitting.USUAL, given).skipped()).containsExactly(new SkippedFile("train-images", reason));
    }

    @Test
    void readsNumPysArchives() throws IOException {
        Path npz = zip(out -> {
            entry(out, "x_train.npy", npy("|u1", "(30, 28, 28)", images(30)));
            entry(out, "y_train.npy", npy("<i8", "(30,)", longs(labels(30))));
            entry(out, "x_test.npy", npy("|u1", "(5, 28, 28)", images(5)));
            entry(out, "y_test.npy", npy("<i8", "(5,)", longs(labels(5))));
        });

        PreparedDataset dataset = prepare(Fitting.USUAL, npz);

        assertThat(dataset.card().training()).isEqualTo(30);
        assertThat(dataset.card().test()).isEqualTo(5);
        assertThat(read(dataset, Split.TRAINING, true).label(4)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 1, '0, 128, 255'", "0, 0.5, 1, '0, 128, 255'", "0, 128, 255, '0, 128, 255'"})
    void readsTheRangeOfFloatsFromTheFile(float black, float grey, float white, String expected) throws IOException {
        ByteBuffer values = ByteBuffer.allocate(3 * 784 * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float shade : new float[] {black, grey, white}) {
            for (int i = 0; i < 784; i++) {
                values.putFloat(i == 0 ? black : i == 1 ? white : shade);
            }
        }
        Files.write(given.resolve("a.npy"), npy("<f4", "(3, 784)", values.array()));

        PreparedDataset dataset = prepare(Fitting.USUAL, given);

        List<Integer> shades = new ArrayList<>();
        for (Split split : Split.values()) {
            Images images = read(dataset, split, false);
            for (int i = 0; i < images.count(); i++) {
                shades.add(Math.round((images.scaled(i)[2] + 1) / 2 * 255));
            }
        }
        assertThat(shades)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(expected.split(", "))
                        .map(Integer::valueOf)
                        .toList());
    }

    @Test
    void skipsAnArrayOfNumbersThatAreNoGreys() throws IOException {
        byte[] values = new byte[784 * 2 * 4];
        ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN).putFloat(400).putFloat(-3);
        Files.write(given.resolve("a.npy"), npy("<f4", "(2, 784)", values));
        pictures("", 0, 3);

        assertThat(prepare(Fitting.USUAL, given).skipped())
                .containsExactly(new SkippedFile(
                        "a.npy", "an array of numbers from -3.0 to 400.0, allowed are 0 to 1, −1 to 1 and 0 to 255"));
    }

    @Test
    void showsProgressToTheEnd() throws IOException {
        pictures("", 0, 12);
        List<Long> done = new ArrayList<>();

        prepare(
                Fitting.USUAL,
                (now, total) -> {
                    done.add(now);
                    assertThat(total).isEqualTo(12);
                },
                given);

        assertThat(done).hasSize(12).endsWith(12L);
    }

    private PreparedDataset prepare(Fitting fitting, Path... paths) throws IOException {
        return prepare(fitting, (done, total) -> {}, paths);
    }

    private PreparedDataset prepare(Fitting fitting, ImportListener progress, Path... paths) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("prepared" + prepared++));
        return new DatasetImport("letters", List.of("given"), fitting, Clock.systemUTC())
                .prepare(List.of(paths), folder, progress);
    }

    private static Images read(PreparedDataset dataset, Split split, boolean labelled) throws IOException {
        Split.Files files = path -> {
            Path file = Path.of(path);
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        };
        String folder = dataset.folder() + "/";
        return labelled ? split.readLabelled(folder, files) : split.read(folder, files);
    }

    private static List<String> names(PreparedDataset dataset) {
        return dataset.card().classes().stream().map(ClassCard::name).toList();
    }

    /** Pictures of one shade each, named after it. */
    private void pictures(String folder, int from, int to) throws IOException {
        Path directory = Files.createDirectories(given.resolve(folder));
        for (int shade = from; shade < to; shade++) {
            Files.write(directory.resolve(shade + ".png"), picture(shade));
        }
    }

    private static byte[] picture(int shade) {
        int grey = shade % 256;
        return PictureFiles.png(
                6, 5, (x, y) -> 0xff000000 | grey << 16 | grey << 8 | grey | (shade > 255 ? x * 40 : 0));
    }

    private interface Content {
        void write(ZipOutputStream out) throws IOException;
    }

    private Path zip(Content content) throws IOException {
        Path file = temporary.resolve("given.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            out.setLevel(Deflater.BEST_SPEED);
            content.write(out);
        }
        return file;
    }

    private static void entry(ZipOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
    }

    private static void zeros(OutputStream out, long count) throws IOException {
        byte[] block = new byte[1 << 20];
        for (long left = count; left > 0; left -= block.length) {
            out.write(block, 0, (int) Math.min(left, block.length));
        }
    }

    /** Black images with one white pixel, another one in each. */
    private static byte[] images(int count) {
        byte[] pixels = new byte[count * 784];
        for (int i = 0; i < count; i++) {
            pixels[i * 784 + i] = (byte) 255;
        }
        return pixels;
    }

    private static byte[] labels(int count) {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 3);
        }
        return labels;
    }

    private static byte[] longs(byte[] values) {
        ByteBuffer longs = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (byte value : values) {
            longs.putLong(value);
        }
        return longs.array();
    }

    private void idx(String name, boolean gzip, byte[] values, int... shape) throws IOException {
        ByteBuffer file =
                ByteBuffer.allocate(4 + 4 * shape.length + values.length).putInt(0x0800 + shape.length);
        for (int side : shape) {
            file.putInt(side);
        }
        file.put(values);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = gzip ? new GZIPOutputStream(bytes) : bytes) {
            new ByteArrayInputStream(file.array()).transferTo(out);
        }
        Files.write(given.resolve(name + (gzip ? ".gz" : "")), bytes.toByteArray());
    }

    private static byte[] npy(String type, String shape, byte[] values) {
        byte[] text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }\n"
                .formatted(type, shape)
                .getBytes(UTF_8);
        return ByteBuffer.allocate(10 + text.length + values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .put(values)
                .array();
    }
}
