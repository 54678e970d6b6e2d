package org.dcgan.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip archive, or a NumPy npz, that may be hostile. Nothing is unpacked to files, so entry names are harmless; the list of entries
 * and the total unpacked size are bounded.
 */
final class ZipSource implements AutoCloseable {
    /** The most entries. */
    static final int MAX_ENTRIES = 1_000_000;
    /** The longest list of them, in bytes: it is read into memory. */
    private static final int MAX_LIST = 128 << 20;
    /** The unpacked size allowed for any archive, and its growth with the archive's size: pictures hardly compress, arrays do. */
    private static final long UNPACKED = 1L << 30;

    private static final int UNPACKED_RATIO = 20;

    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int END_LENGTH = 22;
    private static final int LOCATOR_LENGTH = 20;
    private static final int END_64_LENGTH = 56;
    private static final int LONGEST_COMMENT = 0xffff;

    private final String name;
    private final ZipFile zip;
    private long left;

    /** @throws UnreadableFileException if it is damaged, encrypted or too large */
    ZipSource(Path file) throws IOException {
        name = file.getFileName().toString();
        checkList(file);
        left = UNPACKED + UNPACKED_RATIO * Files.size(file);
        zip = open(file);
    }

    private static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException | IllegalArgumentException inUnicode) {
            try {
                return new ZipFile(file.toFile(), oldNames()); // written by Windows' own archiver
            } catch (ZipException | IllegalArgumentException e) {
                throw new UnreadableFileException("an archive that cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private static Charset oldNames() {
        return Charset.isSupported("IBM437") ? Charset.forName("IBM437") : StandardCharsets.ISO_8859_1;
    }

    /** The entries that are files. */
    void forEach(int root, String prefix, SourceVisitor visitor) throws IOException {
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String path = prefix + entry.getName().replace('\\', '/');
            if (isOutside(path)) {
                visitor.skip(path, "its path leads out of the archive");
            } else if (!entry.isDirectory()) {
                visitor.visit(new SourceFile(root, path, () -> unpack(entry)));
            }
        }
    }

    private static boolean isOutside(String path) {
        return path.startsWith("/") || path.matches("[A-Za-z]:.*") || ("/" + path + "/").contains("/../");
    }

    private InputStream unpack(ZipEntry entry) throws IOException {
        return new FilterInputStream(zip.getInputStream(entry)) {
            @Override
            public int read() throws IOException {
                int read = super.read();
                count(1);
                return read;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                count(read);
                return read;
            }
        };
    }

    private void count(int bytes) throws RefusedImportException {
        left -= Math.max(0, bytes);
        if (left < 0) {
            throw new RefusedImportException(
                    "%s unpacks to more than %d GiB and %d times its size, which pictures never do"
                            .formatted(name, UNPACKED >> 30, UNPACKED_RATIO));
        }
    }

    /** Reads the length of the list from the end of the file, before the list is read. */
    private static void checkList(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long from = Math.max(0, file.length() - LONGEST_COMMENT - END_LENGTH);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i <= bytes.length - END_LENGTH; i++) {
                if (end.getInt(i) == END) {
                    check(Short.toUnsignedLong(end.getShort(i + 10)), Integer.toUnsignedLong(end.getInt(i + 12)), file);
                    if (i >= LOCATOR_LENGTH && end.getInt(i - LOCATOR_LENGTH) == LOCATOR_64) {
                        checkLarge(file, end.getLong(i - LOCATOR_LENGTH + 8));
                    }
                }
            }
        }
    }

    private static void checkLarge(RandomAccessFile file, long at) throws IOException {
        if (at < 0 || at > file.length() - END_64_LENGTH) {
            return; // unreadable
        }
        byte[] bytes = new byte[END_64_LENGTH];
        file.seek(at);
        file.readFully(bytes);
        ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (end.getInt(0) == END_64) {
            check(end.getLong(32), end.getLong(40), file);
        }
    }

    private static void check(long entries, long listLength, RandomAccessFile file) throws IOException {
        if (listLength > file.length()) {
            return; // stored elsewhere, or unreadable
        }
        if (entries > MAX_ENTRIES) {
            throw new UnreadableFileException(
                    "an archive of %d files, at most %d are allowed".formatted(entries, MAX_ENTRIES));
        }
        if (listLength > MAX_LIST) {
            throw new UnreadableFileException("an archive whose list of files has %d bytes, at most %d are allowed"
                    .formatted(listLength, MAX_LIST));
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
