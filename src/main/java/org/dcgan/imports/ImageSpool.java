package org.dcgan.imports;

import com.google.common.hash.Hashing;
import com.google.common.primitives.Longs;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dcgan.dataset.IdxFile;
import org.dcgan.dataset.Images;

/** Stores the images of an import in a file, so that even a million of them take little memory. */
final class ImageSpool implements AutoCloseable {
    private static final int BUFFERED = 1024;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFERED * Images.PIXELS);
    private final List<Entry> entries = new ArrayList<>();

    /**
     * An image.
     *
     * @param position its index in the file, from 0
     * @param high the first 8 bytes of its pixels' SHA-256
     * @param low the next 8 bytes
     * @param group see {@link Groups}
     */
    record Entry(int position, long high, long low, int group) {
        boolean isSame(Entry other) {
            return high == other.high && low == other.low;
        }
    }

    /** @param path of the file, which must not exist; the caller removes it */
    ImageSpool(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** @throws RefusedImportException if there are too many */
    void add(byte[] pixels, int group) throws IOException {
        if (entries.size() == IdxFile.MAX_COUNT) {
            throw new RefusedImportException("there are more than " + IdxFile.MAX_COUNT + " images");
        }
        byte[] hash = Hashing.sha256().hashBytes(pixels).asBytes();
        long high = Longs.fromByteArray(hash);
        long low = ByteBuffer.wrap(hash).getLong(Long.BYTES);
        entries.add(new Entry(entries.size(), high, low, group));
        buffer.put(pixels);
        if (!buffer.hasRemaining()) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear();
    }

    List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /** The pixels of an image. */
    byte[] pixels(Entry entry) throws IOException {
        if (buffer.position() > 0) {
            flush();
        }
        ByteBuffer pixels = ByteBuffer.allocate(Images.PIXELS);
        while (pixels.hasRemaining()) {
            if (file.read(pixels, (long) entry.position() * Images.PIXELS + pixels.position()) < 0) {
                throw new EOFException("the images' file was cut off");
            }
        }
        return pixels.array();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
