package org.dcgan.process;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks that this process's locale can encode the characters of its paths. Java reads other characters as U+FFFD, and would create
 * directories named with question marks.
 */
public final class PathEncoding {
    private static final char UNREADABLE = '\uFFFD';

    private PathEncoding() {}

    /**
     * Checks the command line and the directories that Java knows.
     *
     * @throws StartRefusedException if the locale lacks a character of one of them
     */
    public static void require(String... arguments) {
        Stream<String> directories = Stream.of("user.dir", "user.home", "java.io.tmpdir")
                .map(System::getProperty)
                .flatMap(directory -> Optional.ofNullable(directory).stream());
        Stream.concat(directories, Arrays.stream(arguments))
                .filter(text -> text.indexOf(UNREADABLE) >= 0)
                .findFirst()
                .ifPresent(text -> {
                    throw new StartRefusedException("'%s' %s".formatted(text.replace(UNREADABLE, '?'), problem()));
                });
    }

    /** The message for a path with characters that this locale lacks. */
    public static String problem() {
        return "has characters that are not in this locale's encoding, %s: rename it, or set LC_ALL to a locale that has them,"
                        .formatted(System.getProperty("sun.jnu.encoding"))
                + " such as C.UTF-8.";
    }
}
