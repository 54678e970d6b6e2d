package org.dcgan.access;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dcgan.process.StartRefusedException;
import org.jboss.logging.Logger;

/**
 * The keys that are known: those of the file that {@code dcgan.auth.keys} names, as it is now. Of a file that has become wrong
 * the log tells, and the keys that it had stay.
 */
@Singleton
final class Keys {
    private static final Logger LOG = Logger.getLogger(Keys.class);
    private static final FileTime NEVER = FileTime.fromMillis(0);

    private final Optional<Path> file;
    private List<Key> known;
    private FileTime changed;

    /** @throws StartRefusedException if the file cannot be read, a line is none, or it has no key */
    @Inject
    Keys(AccessConfig config) {
        file = config.keys();
        changed = file.map(Keys::changed).orElse(NEVER);
        known = file.map(Keys::read).orElse(List.of());
    }

    synchronized boolean areNone() {
        return known.isEmpty();
    }

    /** The key of this secret, if it is known. */
    synchronized Optional<Key> find(String secret) {
        file.ifPresent(this::readAgainIfChanged);
        // all are looked at, so that the time it takes does not tell which one it was
        return known.stream().filter(key -> key.isOf(secret)).reduce((one, same) -> same);
    }

    private void readAgainIfChanged(Path path) {
        FileTime now = changed(path);
        if (now.equals(changed)) {
            return;
        }
        changed = now;
        try {
            known = read(path);
            LOG.infof("dcgan.auth.keys: %s was changed, and has %d keys", path, known.size());
        } catch (StartRefusedException e) {
            LOG.errorf("%s The keys that it had stay.", e.getMessage());
        }
    }

    private static FileTime changed(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return NEVER; // whoever reads it will tell why
        }
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
