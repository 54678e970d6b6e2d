package org.dcgan.imports;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.dcgan.npy.NpyStream;

/** Reads an array from an IDX or NumPy file, plain or gzip-compressed, regardless of its name. The file may be hostile. */
final class NumberStream implements AutoCloseable {
    private static final int GZIP = 0x1f8b;
    private static final int NUMPY = 0x934e;
    private static final int IDX_BYTES = 0x08;
    private static final int MAX_DIMENSIONS = 4;
    private static final int PEEKED = 2;

    private final BufferedInputStream in;
    private final NpyStream npy;
    private final int[] shape;

    /**
     * Reads the header.
     *
     * @throws UnreadableFileException if it is not an array, or of an unsupported type
     */
    NumberStream(SourceFile file) throws IOException {
        BufferedInputStream raw = new BufferedInputStream(file.open());
        try {
            in = start(raw) == GZIP ? unpacked(raw) : raw;
            npy = start(in) == NUMPY ? new NpyStream(in) : null;
            shape = npy == null ? idxShape(new DataInputStream(in)) : npy.shape();
        } catch (IllegalArgumentException e) {
            raw.close();
            throw new UnreadableFileException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** Whether a file may be an array, by its first two bytes. */
    static boolean isLikely(byte[] start) {
        int magic =
                start.length < PEEKED ? -1 : Byte.toUnsignedInt(start[0]) << Byte.SIZE | Byte.toUnsignedInt(start[1]);
        return magic == 0 || magic == GZIP || magic == NUMPY;
    }

    private static int start(BufferedInputStream in) throws IOException {
        in.mark(PEEKED);
        int start = in.read() << Byte.SIZE | in.read();
        in.reset();
        return start;
    }

    private static BufferedInputStream unpacked(InputStream gzip) throws IOException {
        return new BufferedInputStream(GzipCompressorInputStream.builder()
                .setInputStream(gzip)
                .setDecompressConcatenated(true)
                .get());
    }

    private static int[] idxShape(DataInputStream in) throws IOException {
        try {
            int magic = in.readInt();
            int type = magic >> Byte.SIZE;
            int dimensions = magic & 0xff;
            if (magic >>> 16 != 0 || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
                throw new UnreadableFileException("neither a picture nor an IDX file nor a NumPy array");
            }
            if (type != IDX_BYTES) {
                throw new UnreadableFileException(
                        "an IDX file of type 0x%02x, allowed is 0x08 (unsigned bytes)".formatted(type));
            }
            int[] shape = new int[dimensions];
            for (int i = 0; i < dimensions; i++) {
                shape[i] = in.readInt();
            }
            if (Arrays.stream(shape).anyMatch(side -> side < 0)) {
                throw new UnreadableFileException("an IDX file of shape " + shape(shape));
            }
            return shape;
        } catch (EOFException e) {
            throw new UnreadableFileException("neither a picture nor an IDX file nor a NumPy array", e);
        }
    }

    /** The dimensions. */
    int[] shape() {
        return shape;
    }

    /** As in 60000×28×28. */
    static String shape(int... shape) {
        return String.join("×", Arrays.stream(shape).mapToObj(Integer::toString).toList());
    }

    /**
     * Reads the next values, the last dimension running fastest.
     *
     * @throws UnreadableFileException if the file ends before them
     */
    void read(double[] values) throws IOException {
        try {
            if (npy != null) {
                npy.read(values);
                return;
            }
            byte[] bytes = in.readNBytes(values.length);
            if (bytes.length < values.length) {
                throw new EOFException();
            }
            for (int i = 0; i < bytes.length; i++) {
                values[i] = Byte.toUnsignedInt(bytes[i]);
            }
        } catch (EOFException e) {
            throw new UnreadableFileException("it ends before the last of its " + shape(shape) + " values", e);
        } catch (RefusedImportException | UnreadableFileException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableFileException("a damaged file: " + e.getMessage(), e);
        }
    }

    /** @throws UnreadableFileException if there is more than its header says */
    void requireEnd() throws IOException {
        boolean more;
        try {
            more = in.read() >= 0;
        } catch (IOException e) {
            throw new UnreadableFileException("a damaged file: " + e.getMessage(), e);
        }
        if (more) {
            throw new UnreadableFileException("it has more than its " + shape(shape) + " values");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
