package org.dcgan.dataset;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * One gzip-compressed file in the IDX format of MNIST, from anywhere, so it is not trusted: nothing is unpacked beyond what
 * a header within the limits announces, and memory grows only with what really arrives.
 *
 * <p>The format is big-endian: two zero bytes, the element type (8, unsigned byte), the number of dimensions, each
 * dimension in four bytes, then the elements. Source: <a href="http://yann.lecun.com/exdb/mnist/">the MNIST page</a>.
 *
 * @param name what messages call the file
 * @param gzip the compressed bytes; closed when they have been read, and by whoever opened it if they are never read
 */
public record IdxFile(String name, InputStream gzip) {
    /** The most images a file may hold: 784 MB unpacked. */
    public static final int MAX_COUNT = 1_000_000;

    private static final int IMAGES_MAGIC = 0x0803;
    private static final int LABELS_MAGIC = 0x0801;

    /** The pixels of N×28×28 images. */
    byte[] images() throws IOException {
        return read(IMAGES_MAGIC, Images.SIDE, Images.SIDE);
    }

    /** The N labels. */
    byte[] labels() throws IOException {
        return read(LABELS_MAGIC);
    }

    private byte[] read(int magic, int... itemShape) throws IOException {
        try (DataInputStream in = new DataInputStream(new SingleMemberGzip(gzip))) {
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
        } catch (EOFException e) {
            throw new MalformedDatasetException(name, "an early end", "one whole gzip member with a whole header", e);
        } catch (ZipException e) {
            throw new MalformedDatasetException(name, "broken gzip: " + e.getMessage(), "one whole gzip member", e);
        }
    }

    private void requireMagic(int found, int allowed) throws MalformedDatasetException {
        if (found != allowed) {
            throw new MalformedDatasetException(
                    name, "magic number 0x%08x".formatted(found), "0x%08x".formatted(allowed));
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
