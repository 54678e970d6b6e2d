package org.dcgan.message;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why bytes cannot be read as JSON, because the parser's own messages name its settings and classes. */
final class Unreadable {
    private static final Pattern TWICE = Pattern.compile("Duplicate field '(.*)'.*", Pattern.DOTALL);

    private Unreadable() {}

    static String reason(IOException failure) {
        if (!(failure instanceof JsonProcessingException problem)) {
            return "not text in UTF-8";
        }
        String message = problem.getOriginalMessage();
        Matcher twice = TWICE.matcher(message);
        if (twice.matches()) {
            return "one with " + twice.group(1) + " twice";
        }
        if (problem instanceof StreamConstraintsException) {
            return message.contains("nesting") ? "nested too deeply" : "one with a number or name that is too long";
        }
        if (problem instanceof JsonMappingException) {
            return message.startsWith("Trailing token")
                    ? "followed by more" + at(problem)
                    : "another value" + at(problem);
        }
        return (problem instanceof JsonEOFException ? "cut off" : "not JSON") + at(problem);
    }

    private static String at(JsonProcessingException problem) {
        JsonLocation location = problem.getLocation();
        return location == null ? "" : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }
}
