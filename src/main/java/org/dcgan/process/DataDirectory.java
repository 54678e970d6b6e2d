package org.dcgan.process;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The directory {@code dcgan.data-dir}, which belongs to one process at a time: it is locked as long as the process lives. */
@Singleton
public final class DataDirectory {
    private static final String HOME = "~";

    private final Path path;
    private final FileChannel lockFile;

    /**
     * Creates the directory if necessary, and locks it.
     *
     * @throws StartRefusedException if it cannot be written, is a file, begins with {@code ~}, or is in use by another process
     */
    @Inject
    public DataDirectory(@ConfigProperty(name = "dcgan.data-dir") Path path) {
        if (path.startsWith(HOME)) {
            throw new StartRefusedException(
                    "dcgan.data-dir is %s, and only a shell knows what %s is: write the whole path."
                            .formatted(path, HOME));
        }
        this.path = path.toAbsolutePath().normalize();
        try {
            if (Files.isRegularFile(this.path)) {
                throw new StartRefusedException(refusal("is a file"));
            }
            Files.createDirectories(this.path);
            lockFile = FileChannel.open(
                    this.path.resolve(".lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            lock();
        } catch (IOException e) {
            throw new StartRefusedException(refusal("cannot be written (%s)".formatted(reason(e))), e);
        }
    }

    /** The path of a file or directory in it. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /**
     * Writes a file that only its owner may read. A reader sees the old or the new content, never a part.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void writePrivately(String name, byte[] content) {
        try {
            // only the owner can read a temporary file (mode 0600)
            Path draft = Files.createTempFile(path, name, ".tmp");
            Files.write(draft, content);
            Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + path.resolve(name), e);
        }
    }

    /** Releases the directory lock. */
    @PreDestroy
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unlock " + path, e);
        }
    }

    private void lock() throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw new StartRefusedException(refusal("is in use by process " + holder()));
            }
        } catch (OverlappingFileLockException e) {
            throw new StartRefusedException(refusal("is in use by this process"), e);
        }
        lockFile.truncate(0);
        lockFile.write(StandardCharsets.US_ASCII.encode(
                Long.toString(ProcessHandle.current().pid())));
    }

    private String holder() throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        lockFile.read(pid, 0);
        return StandardCharsets.US_ASCII.decode(pid.flip()).toString();
    }

    private String refusal(String problem) {
        return "The data directory %s %s: set dcgan.data-dir to another.".formatted(path, problem);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException f && f.getReason() != null
                ? f.getReason()
                : e.getClass().getSimpleName();
    }
}
