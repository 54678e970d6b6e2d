package org.dcgan.access;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dcgan.process.StartRefusedException;

/** The keys that are known: those of the file that {@code dcgan.auth.keys} names. */
@Singleton
final class Keys {
    private final List<Key> known;

    /** @throws StartRefusedException if the file cannot be read, a line is none, or it has no key */
    @Inject
    Keys(AccessConfig config) {
        known = config.keys().map(Keys::read).orElse(List.of());
    }

    boolean areNone() {
        return known.isEmpty();
    }

    /** The key of this secret, if it is known. */
    Optional<Key> find(String secret) {
        // all are looked at, so that the time it takes does not tell which one it was
        return known.stream().filter(key -> key.isOf(secret)).reduce((one, same) -> same);
    }

    private static List<Key> read(Path file) {
        List<Key> keys = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                keys.add(parse(line, file + ", line " + number));
            }
        }
        if (keys.isEmpty()) {
            throw refusal(file + " has no key", null);
        }
        return keys;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw refusal(file + " cannot be read", e);
        }
    }

    private static Key parse(String line, String place) {
        try {
            return Key.parse(line);
        } catch (IllegalArgumentException e) {
            throw refusal(place + " " + e.getMessage(), e);
        }
    }

    private static StartRefusedException refusal(String problem, Exception cause) {
        return new StartRefusedException("dcgan.auth.keys: %s.".formatted(problem), cause);
    }
}
