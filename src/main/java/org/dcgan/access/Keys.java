package org.dcgan.access;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dcgan.process.StartRefusedException;
import org.jboss.logging.Logger;

/**
 * The keys in the file that {@code dcgan.auth.keys} names. A changed file is read within a second, on its own thread. If it has
 * become invalid, logs it and keeps the last valid keys.
 */
@Singleton
final class Keys {
    private static final Logger LOG = Logger.getLogger(Keys.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Optional<Path> file;
    private volatile List<Key> known;
    /** The content read last; empty if it could not be read. */
    private Optional<String> content;

    /** @throws StartRefusedException if the file cannot be read, a line is invalid, or it has no key */
    @Inject
    Keys(AccessConfig config) {
        file = config.keys();
        content = file.map(Keys::content);
        known = file.map(path -> read(path, content.orElseThrow())).orElse(List.of());
    }

    void watch(@Observes StartupEvent event, Vertx vertx) {
        if (file.isPresent()) {
            lookLater(vertx);
        }
    }

    private void lookLater(Vertx vertx) {
        vertx.setTimer(PERIOD.toMillis(), timer -> vertx.<Void>executeBlocking(() -> {
                    lookAgain();
                    return null;
                })
                .onComplete(looked -> lookLater(vertx)));
    }

    boolean areNone() {
        return known.isEmpty();
    }

    /** The key of this secret, if it is known. Reads no file and does not block. */
    Optional<Key> find(String secret) {
        byte[] digest = Key.digest(secret);
        // checks all keys, so that the time does not reveal which one matches
        return known.stream().filter(key -> key.has(digest)).reduce((one, same) -> same);
    }

    /** Reads the file again, and uses its keys if it has changed. */
    synchronized void lookAgain() {
        Path path = file.orElseThrow();
        Optional<String> before = content;
        try {
            content = Optional.empty();
            content = Optional.of(content(path));
            if (!content.equals(before)) {
                known = read(path, content.get());
                LOG.infof("dcgan.auth.keys: %s was changed, and has %d keys", path, known.size());
            }
        } catch (StartRefusedException e) {
            if (!content.equals(before)) {
                LOG.errorf("%s The previous keys stay valid.", e.getMessage());
            }
        }
    }

    private static List<Key> read(Path file, String content) {
        List<Key> keys = new ArrayList<>();
        int number = 0;
        for (String line : content.lines().map(String::strip).toList()) {
            number++;
            if (!line.isEmpty() && !line.startsWith("#")) {
                keys.add(parse(line, file + ", line " + number));
            }
        }
        if (keys.isEmpty()) {
            throw refusal(file + " has no key", null);
        }
        return keys;
    }

    /** Removes the byte order mark that Windows editors write. */
    private static String content(Path file) {
        try {
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        } catch (CharacterCodingException e) {
            throw refusal(file + " is not UTF-8", e);
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
