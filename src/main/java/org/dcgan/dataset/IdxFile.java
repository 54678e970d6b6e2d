package org.dcgan.dataset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.primitives.Ints;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.dcgan.format.FileKind;

/**
 * One file in the IDX format of MNIST, plain or gzip-compressed, regardless of its name. The file is not trusted: no more is unpacked
 * than a header within the limits announces, and memory grows only with the data actually read.
 *
 * <p>The format is big-endian: two zero bytes, the element type (8, unsigned byte), the number of dimensions, each
 * dimension in four bytes, then the elements. Source: <a href="http://yann.lecun.com/exdb/mnist/">the MNIST page</a>.
 *
 * @param name what messages call the file
 * @param bytes the file's, in memory; compressed ones may be several gzip members, one after the other
 */
public record IdxFile(String name, InputStream bytes) {
    /** The most images a file may hold: 784 MB unpacked. */
    public static final int MAX_COUNT = 1_000_000;

    private static final int IMAGES_MAGIC = 0x0803;
    private static final int LABELS_MAGIC = 0x0801;

    private static final int GZIP_MAGIC = 0x1f8b;

    /** The pixels of N×28×28 images. */
    byte[] images() throws IOException {
        return read(IMAGES_MAGIC, Images.SIDE, Images.SIDE);
    }

    /** The N labels. */
    byte[] labels() throws IOException {
        return read(LABELS_MAGIC);
    }

    private byte[] read(int magic, int... itemShape) throws IOException {
        try (BufferedInputStream content = new BufferedInputStream(unpacked());
                DataInputStream in = new DataInputStream(content)) {
            requireNoOtherKind(content);
            requireMagic(in.readInt(), magic);
            int size = requireCount(in.readInt());
            for (int side : itemShape) {
                requireSide(in.readInt(), side);
                size *= side;
            }
            byte[] values = in.readNBytes(size);
            if (values.length < size) {
                throw new MalformedDatasetException(name, values.length + " values", "the announced " + size);
            }
            if (in.read() >= 0) {
                throw new MalformedDatasetException(name, "more than " + size + " values", "the announced " + size);
            }
            return values;
        } catch (MalformedDatasetException e) {
            throw e;
        } catch (EOFException e) {
            throw new MalformedDatasetException(name, "an early end", "a whole file, plain or gzip", e);
        } catch (IOException e) { // reading from memory does not fail, so the content is invalid
            throw new MalformedDatasetException(name, "broken gzip", "whole gzip members", e);
        }
    }

    private InputStream unpacked() throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(bytes);
        buffered.mark(Short.BYTES);
        int magic = buffered.read() << Byte.SIZE | buffered.read();
        buffered.reset();
        return magic == GZIP_MAGIC ? new GzipMembers(buffered) : buffered;
    }

    /** Says what a file seems to be if it is not an IDX file. */
    private void requireNoOtherKind(BufferedInputStream content) throws IOException {
        content.mark(FileKind.TELLING_BYTES);
        byte[] first = content.readNBytes(FileKind.TELLING_BYTES);
        content.reset();
        Optional<FileKind> kind = FileKind.of(first).filter(other -> first[0] != 0);
        if (kind.isPresent()) {
            throw new MalformedDatasetException(name, kind.get().notIdx(), "an IDX file, plain or gzip");
        }
    }

    private void requireMagic(int found, int allowed) throws MalformedDatasetException {
        if (found != allowed) {
            String text = new String(Ints.toByteArray(found), US_ASCII);
            String shown = text.chars().allMatch(letter -> letter >= ' ' && letter <= '~') ? " (\"" + text + "\")" : "";
            throw new MalformedDatasetException(
                    name, "magic number 0x%08x%s".formatted(found, shown), "0x%08x".formatted(allowed));
        }
    }

    private int requireCount(int count) throws MalformedDatasetException {
        if (count < 1 || count > MAX_COUNT) {
            throw new MalformedDatasetException(
                    name, "a count of " + Integer.toUnsignedString(count), "1 to " + MAX_COUNT);
        }
        return count;
    }

    private void requireSide(int found, int allowed) throws MalformedDatasetException {
        if (found != allowed) {
            throw new MalformedDatasetException(
                    name, "an image side of " + Integer.toUnsignedString(found) + " pixels", allowed);
        }
    }
}
