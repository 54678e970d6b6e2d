package org.dcgan.trainer;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dcgan.message.Crash;
import org.dcgan.process.StartRefusedException;
import org.jboss.logging.Logger;

/**
 * Finds workers that died: each running attempt has a file, which its process keeps locked and removes at the attempt's end. The
 * operating system releases the lock only when the process dies: a process that is suspended or disconnected from the broker keeps
 * it. So a file without a lock proves a crash.
 *
 * <p>The files are in the directory for temporary files, where the other workers of the machine and the next process of a restarted
 * container find them. So they also show which attempts at jobs of one cluster run on the machine at the same time, and keep other
 * attempts from starting beside one that must run alone. Two empty files beside an attempt's file are marks:
 *
 * <ul>
 *   <li>{@code .accompanied}: another attempt ran at the same time and may have caused a crash.
 *   <li>{@code .exclusive}: no other attempt may run.
 * </ul>
 */
@Singleton
final class AttemptFiles {
    private static final Logger LOG = Logger.getLogger(AttemptFiles.class);
    private static final String SUFFIX = ".attempt";
    private static final String ACCOMPANIED = ".accompanied";
    private static final String EXCLUSIVE = ".exclusive";
    /** Files of versions before the marks have no process in their name. */
    private static final Pattern NAME = Pattern.compile(
            "[^.]+\\.(?<job>[a-z0-9_-]{1,64})\\.(?<attempt>[1-9][0-9]{0,8})\\.(?<begun>[0-9]{1,15})(?<process>\\.[0-9]+-[0-9]+)?\\"
                    + SUFFIX);
    /** Unique to this process, even if process ids repeat, and the same for every application within it. */
    private static final String THIS_PROCESS = "." + ProcessHandle.current().pid() + "-"
            + ManagementFactory.getRuntimeMXBean().getStartTime();
    /** A literal is one object in the whole process, even if another application in it loads this class again. */
    private static final Object ONE_IN_THIS_PROCESS =
            "one thread of this process at a time looks at the attempts' files";
    /** The first iteration and the current one, as 64-bit numbers, before the worker's name. */
    private static final int NUMBERS_BYTES = 2 * Long.BYTES;

    private static final int MOST_BYTES = 1024;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final Path directory;
    private final Set<AttemptFile> open = ConcurrentHashMap.newKeySet();
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
     * Creates the directory.
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
     * Writes a file for an attempt that begins. If that fails, for instance because the disk is full, the attempt continues without
     * it, and a crash would not be noticed.
     *
     * @param cluster the id of the Kafka cluster that the job comes from
     * @param crash the report if the process dies at once
     * @param alone whether no other attempt may run; the attempt must then wait until it {@linkplain AttemptFile#mayTrain may train}
     * @return empty if another attempt must run alone
     */
    Optional<AttemptFile> begin(String cluster, Crash crash, boolean alone) {
        String begun = crash.begun().toEpochMilli() + THIS_PROCESS + SUFFIX;
        Path path = directory.resolve(String.join(".", cluster, crash.jobId(), "" + crash.attempt(), begun));
        try {
            return undisturbed(() -> {
                List<Path> others = alive(cluster);
                if (others.stream().anyMatch(other -> Files.exists(beside(other, EXCLUSIVE)))) {
                    return Optional.empty();
                }
                return Optional.of(
                        closed ? withoutEvidence(cluster, path, crash) : begin(cluster, path, crash, alone, others));
            });
        } catch (IOException e) {
            LOG.warnf("job %s: a crash would leave no evidence, as %s cannot be written: %s", crash.jobId(), path, e);
            return Optional.of(withoutEvidence(cluster, path, crash));
        }
    }

    private AttemptFile begin(String cluster, Path path, Crash crash, boolean alone, List<Path> others)
            throws IOException {
        Path draft = Files.createTempFile(directory, "new", ".tmp"); // not visible to others before it is locked
        try {
            byte[] content = content(crash);
            Files.write(draft, content); // not by the mapping: writing to it on a full disk would kill the process
            if (!others.isEmpty()) {
                create(beside(path, ACCOMPANIED));
            }
            if (alone) {
                create(beside(path, EXCLUSIVE));
            }
            for (Path other : others) {
                create(beside(other, ACCOMPANIED));
            }
            FileChannel channel = FileChannel.open(draft, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.lock();
            AttemptFile file = new AttemptFile(
                    cluster, crash, path, channel, channel.map(FileChannel.MapMode.READ_WRITE, 0, content.length));
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            open.add(file);
            return file;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private AttemptFile withoutEvidence(String cluster, Path path, Crash crash) {
        return new AttemptFile(cluster, crash, path, null, ByteBuffer.wrap(content(crash)));
    }

    /**
     * Whether no attempt may begin now, because another one must run alone.
     *
     * @param cluster the id of the Kafka cluster that jobs are taken from
     */
    boolean isTaken(String cluster) {
        return isTakenBeside(cluster, null);
    }

    private boolean isTakenBeside(String cluster, Path own) {
        try {
            List<Path> exclusive = files(cluster + ".", EXCLUSIVE).stream()
                    .map(mark -> beside(mark, SUFFIX))
                    .filter(file -> !file.equals(own))
                    .toList();
            return !exclusive.isEmpty() && undisturbed(() -> exclusive.stream().anyMatch(AttemptFiles::isAlive));
        } catch (IOException e) {
            LOG.warnf("running attempts are unknown, because %s cannot be read: %s", directory, e);
            return false;
        }
    }

    /**
     * Finds the files of dead processes, and removes each one after it was reported.
     *
     * @param cluster the id of the Kafka cluster whose jobs are searched
     * @param report receives each crash, without a time
     */
    void reportAbandoned(String cluster, Consumer<Crash> report) {
        for (Path file : abandoned(cluster)) {
            try {
                crash(file).ifPresent(report);
                remove(file);
            } catch (NoSuchFileException e) {
                LOG.debugf("%s was removed in the meantime", file);
            } catch (IOException e) {
                LOG.warnf("%s is skipped, because it cannot be read: %s", file, e);
            }
        }
    }

    /** Removes the files of this process, so that its end counts as no job's crash. */
    @PreDestroy
    void close() {
        synchronized (ONE_IN_THIS_PROCESS) {
            closed = true;
        }
        open.forEach(AttemptFile::close);
    }

    private List<Path> abandoned(String cluster) {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try {
            return undisturbed(() -> {
                List<Path> abandoned = files(cluster + ".", SUFFIX);
                abandoned.removeIf(AttemptFiles::isAlive);
                removeLoneMarks(ACCOMPANIED);
                removeLoneMarks(EXCLUSIVE);
                return abandoned;
            });
        } catch (IOException e) {
            LOG.warnf("crashes cannot be detected, because %s cannot be read: %s", directory, e);
            return List.of();
        }
    }

    /** Removes marks left by processes that died while they removed an attempt's files. */
    private void removeLoneMarks(String mark) throws IOException {
        for (Path lone : files("", mark)) {
            if (Files.notExists(beside(lone, SUFFIX))) {
                Files.deleteIfExists(lone);
            }
        }
    }

    /** Runs an action under a lock against all other threads and processes of the machine. */
    private <T> T undisturbed(Looking<T> looking) throws IOException {
        synchronized (ONE_IN_THIS_PROCESS) {
            Files.createDirectories(directory); // it may have been deleted
            try (FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock(channel);
                return looking.look();
            }
        }
    }

    /** Locks until the channel is closed. Waits only for a moment, because the process that has the lock may be suspended. */
    private static void lock(FileChannel channel) throws IOException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (channel.tryLock() == null && System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @FunctionalInterface
    private interface Looking<T> {
        T look() throws IOException;
    }

    private List<Path> alive(String cluster) throws IOException {
        List<Path> alive = files(cluster + ".", SUFFIX);
        alive.removeIf(file -> !isAlive(file));
        return alive;
    }

    /** Whether the file's process is alive. A file of this process is not opened, because closing it would release its lock. */
    private static boolean isAlive(Path file) {
        if (file.getFileName().toString().endsWith(THIS_PROCESS + SUFFIX)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (IOException e) {
            LOG.debugf(e, "%s was removed in the meantime, or cannot be read", file);
            return false;
        }
    }

    private List<Path> files(String prefix, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(prefix) && name.endsWith(suffix);
                    })
                    .toList());
        } catch (NoSuchFileException e) {
            return new ArrayList<>();
        }
    }

    /** The file of a kind that belongs to the same attempt as another. */
    private static Path beside(Path file, String suffix) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + suffix);
    }

    private static void create(Path mark) throws IOException {
        try {
            Files.createFile(mark);
        } catch (FileAlreadyExistsException e) {
            LOG.debugf("%s exists already", mark);
        }
    }

    /** The file is deleted first: a mark without it means nothing. */
    private static void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(beside(file, ACCOMPANIED));
        Files.deleteIfExists(beside(file, EXCLUSIVE));
    }

    private static byte[] content(Crash crash) {
        byte[] worker = crash.worker().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(NUMBERS_BYTES + worker.length)
                .putLong(crash.firstStep())
                .putLong(crash.step())
                .put(worker)
                .array();
    }

    private static Optional<Crash> crash(Path file) throws IOException {
        boolean accompanied = Files.exists(beside(file, ACCOMPANIED)); // removed after the file
        ByteBuffer content = ByteBuffer.allocate(MOST_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (content.hasRemaining() && channel.read(content) > 0) {}
        }
        content.flip();
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches() || content.remaining() < NUMBERS_BYTES) {
            LOG.warnf("%s is not a file of this program, and is removed", file);
            return Optional.empty();
        }
        long firstStep = content.getLong();
        long step = content.getLong();
        String worker = StandardCharsets.UTF_8.decode(content).toString();
        return Optional.of(new Crash(
                name.group("job"),
                Integer.parseInt(name.group("attempt")),
                Instant.ofEpochMilli(Long.parseLong(name.group("begun"))),
                Math.max(0, firstStep),
                Math.max(Math.max(0, firstStep), step), // they may be missing after a power loss
                name.group("process") != null && !accompanied,
                worker,
                "its process died",
                null));
    }

    /** The file of one attempt. */
    final class AttemptFile implements AutoCloseable {
        private final String cluster;
        private final Crash begun;
        private final Path path;
        private final FileChannel channel;
        private final ByteBuffer content;

        private AttemptFile(String cluster, Crash begun, Path path, FileChannel channel, ByteBuffer content) {
            this.cluster = cluster;
            this.begun = begun;
            this.path = path;
            this.channel = channel;
            this.content = content;
        }

        /** Whether the attempt may train: one that must run alone may not before every other attempt has ended. */
        boolean mayTrain() {
            try {
                if (!isOpen() || Files.notExists(beside(path, EXCLUSIVE))) {
                    return true;
                }
                return undisturbed(() -> {
                    boolean isAlone = alive(cluster).stream().allMatch(path::equals);
                    if (isAlone) {
                        Files.deleteIfExists(beside(path, ACCOMPANIED)); // it has only waited so far
                    }
                    return isAlone;
                });
            } catch (IOException e) {
                LOG.warnf("job %s: cannot check whether it is alone: %s", begun.jobId(), e);
                return true;
            }
        }

        /** Whether another attempt on the machine must run alone. */
        boolean isInTheWay() {
            return isTakenBeside(cluster, path);
        }

        /** Lets other attempts begin, if this one had to run alone. */
        void admitOthers() {
            try {
                Files.deleteIfExists(beside(path, EXCLUSIVE));
            } catch (IOException e) {
                LOG.warnf("job %s still blocks other attempts on this machine: %s", begun.jobId(), e);
            }
        }

        /** Notes the iteration that training begins with. */
        void began(long firstStep) {
            content.putLong(0, firstStep);
            reached(firstStep);
        }

        /** Notes the iteration that is about to run; writes to mapped memory, which survives the process. */
        void reached(long step) {
            content.putLong(Long.BYTES, step);
        }

        /** The report if the process died now. */
        Crash crash(String reason) {
            return new Crash(
                    begun.jobId(),
                    begun.attempt(),
                    begun.begun(),
                    content.getLong(0),
                    content.getLong(Long.BYTES),
                    isOpen() && Files.notExists(beside(path, ACCOMPANIED)),
                    begun.worker(),
                    reason,
                    null);
        }

        /** Removes the file, unless it is removed already. */
        @Override
        public void close() {
            if (open.remove(this)) {
                try {
                    remove(path);
                    channel.close();
                } catch (IOException e) {
                    LOG.warnf("%s cannot be removed: %s", path, e);
                }
            }
        }

        private boolean isOpen() {
            return open.contains(this);
        }
    }
}
