package org.dcgan;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.dcgan.gan.PyTorch;

/** How much memory this process has, native memory included. */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 3;

    private ResidentMemory() {}

    /**
     * By how many MiB it grows while an action is done so many times, after ten times that do not count. The heap grows now and then as
     * well, so this is the least of three rounds: a leak shows in each.
     */
    public static long growth(int times, Runnable action) {
        assumeTrue(Files.exists(STATUS), "Linux reports it");
        repeat(WARM_UP, action);
        return LongStream.range(0, ROUNDS)
                .map(round -> {
                    long before = kibibytes();
                    repeat(times, action);
                    return (kibibytes() - before) / 1024;
                })
                .min()
                .orElseThrow();
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }

    private static long kibibytes() {
        System.gc(); // which also frees what buffers have outside the heap
        PyTorch.giveBackMemory();
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
