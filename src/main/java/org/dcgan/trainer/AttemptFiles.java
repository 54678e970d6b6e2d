package org.dcgan.trainer;

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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dcgan.message.Crash;
import org.dcgan.process.StartRefusedException;
import org.jboss.logging.Logger;

/**
 * Evidence of workers that died: a file for each attempt under way, which its process keeps locked and removes at the attempt's
 * end. The operating system frees the lock when the process dies, and only then: a process that was suspended or cut off from the
 * broker keeps it. So a file that is there and not locked proves a crash.
 *
 * <p>The files lie in the directory for temporary files, where the other workers of the machine find them, and the next process of
 * a container that is started again.
 */
@Singleton
final class AttemptFiles {
    private static final Logger LOG = Logger.getLogger(AttemptFiles.class);
    private static final String SUFFIX = ".attempt";
    private static final Pattern NAME = Pattern.compile(
            "[^.]+\\.(?<job>[a-z0-9_-]{1,64})\\.(?<attempt>[1-9][0-9]{0,8})" + "\\.(?<begun>[0-9]{1,15})\\" + SUFFIX);
    /** The first iteration and the current one, as 64-bit numbers, before the worker's name. */
    private static final int NUMBERS_BYTES = 2 * Long.BYTES;

    private static final int MOST_BYTES = 1024;

    private final Path directory;
    private final Map<Path, AttemptFile> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    @Inject
    AttemptFiles() {
        this(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param temporary the directory for temporary files */
    AttemptFiles(Path temporary) {
        String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9_-]", "_");
        this.directory = temporary.resolve("dcgan-" + user);
    }

    /**
     * Makes the directory.
     *
     * @throws StartRefusedException if it cannot be written
     */
    void prepare() {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "check", ".tmp"));
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The directory %s cannot be written (%s): set the system property java.io.tmpdir to another."
                            .formatted(directory, e),
                    e);
        }
    }

    /**
     * Leaves a file for an attempt that begins. Where that is impossible, for instance because the disk is full, the attempt goes on
     * without it, and its crash would not be noticed.
     *
     * @param cluster the id of the Kafka cluster that the job comes from
     * @param crash what is to be reported if the process dies at once
     */
    AttemptFile begin(String cluster, Crash crash) {
        Path path = directory.resolve(String.join(
                ".", cluster, crash.jobId(), "" + crash.attempt(), crash.begun().toEpochMilli() + SUFFIX));
        if (closed) {
            return new AttemptFile(crash, path, null, ByteBuffer.wrap(content(crash)));
        }
        try {
            Files.createDirectories(directory); // it may have been cleared away
            Path draft = Files.createTempFile(directory, "new", ".tmp"); // found by nobody before it is locked
            try {
                return begin(draft, path, crash);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            LOG.warnf("job %s: a crash would leave no evidence, as %s cannot be written: %s", crash.jobId(), path, e);
            return new AttemptFile(crash, path, null, ByteBuffer.wrap(content(crash)));
        }
    }

    private AttemptFile begin(Path draft, Path path, Crash crash) throws IOException {
        byte[] content = content(crash);
        Files.write(draft, content); // not by the mapping: to write to it on a full disk ends the process
        FileChannel channel = FileChannel.open(draft, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel.lock();
        AttemptFile file =
                new AttemptFile(crash, path, channel, channel.map(FileChannel.MapMode.READ_WRITE, 0, content.length));
        open.put(path, file);
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }

    /**
     * Finds the files of processes that died, and removes each once it has been reported.
     *
     * @param cluster the id of the Kafka cluster whose jobs are asked for
     * @param report is told of each crash, without a time
     */
    void reportAbandoned(String cluster, Consumer<Crash> report) {
        for (Path path : files(cluster + ".")) {
            if (open.containsKey(path)) {
                continue; // to open and close it here would free its lock
            }
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock != null) {
                    crash(path, channel).ifPresent(report);
                    Files.deleteIfExists(path);
                }
            } catch (OverlappingFileLockException e) {
                LOG.debugf("%s is another application's of this process", path);
            } catch (NoSuchFileException e) {
                LOG.debugf("%s was removed in the meantime", path);
            } catch (IOException e) {
                LOG.warnf("%s is passed over, as it cannot be read: %s", path, e);
            }
        }
    }

    /** Removes the files of this process: from now on its end is no job's fault. */
    @PreDestroy
    void close() {
        closed = true;
        open.values().forEach(AttemptFile::close);
    }

    private static byte[] content(Crash crash) {
        byte[] worker = crash.worker().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(NUMBERS_BYTES + worker.length)
                .putLong(crash.firstStep())
                .putLong(crash.step())
                .put(worker)
                .array();
    }

    private List<Path> files(String prefix) {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(prefix) && name.endsWith(SUFFIX);
                    })
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("no evidence of crashes can be looked for, as %s cannot be listed: %s", directory, e);
            return List.of();
        }
    }

    private static Optional<Crash> crash(Path path, FileChannel channel) throws IOException {
        Matcher name = NAME.matcher(path.getFileName().toString());
        int size = (int) Math.min(channel.size(), MOST_BYTES);
        if (!name.matches() || size < NUMBERS_BYTES) {
            LOG.warnf("%s is not a file of this program, and is removed", path);
            return Optional.empty();
        }
        ByteBuffer content = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
        long firstStep = content.getLong();
        long step = content.getLong();
        String worker = StandardCharsets.UTF_8.decode(content).toString();
        return Optional.of(new Crash(
                name.group("job"),
                Integer.parseInt(name.group("attempt")),
                Instant.ofEpochMilli(Long.parseLong(name.group("begun"))),
                Math.max(0, firstStep),
                Math.max(Math.max(0, firstStep), step), // a machine that lost power may not have written them
                worker,
                "its process died",
                null));
    }

    /** The file of one attempt. */
    final class AttemptFile implements AutoCloseable {
        private final Crash begun;
        private final Path path;
        private final FileChannel channel;
        private final ByteBuffer content;

        private AttemptFile(Crash begun, Path path, FileChannel channel, ByteBuffer content) {
            this.begun = begun;
            this.path = path;
            this.channel = channel;
            this.content = content;
        }

        /** Notes the iteration that training begins with. */
        void began(long firstStep) {
            content.putLong(0, firstStep);
            reached(firstStep);
        }

        /** Notes the iteration that is about to be made; writes to memory that outlives the process. */
        void reached(long step) {
            content.putLong(Long.BYTES, step);
        }

        /** What would be reported if the process died now. */
        Crash crash(String reason) {
            return new Crash(
                    begun.jobId(),
                    begun.attempt(),
                    begun.begun(),
                    content.getLong(0),
                    content.getLong(Long.BYTES),
                    begun.worker(),
                    reason,
                    null);
        }

        /** Removes the file, if that has not happened yet. */
        @Override
        public void close() {
            if (open.containsKey(path)) {
                try {
                    Files.deleteIfExists(path);
                    channel.close();
                } catch (IOException e) {
                    LOG.warnf("%s cannot be removed: %s", path, e);
                }
                open.remove(path);
            }
        }
    }
}
