package org.dcgan.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads a time only from a string in ISO 8601, because a number could mean seconds or milliseconds. */
final class TimeDeserializer extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    TimeDeserializer() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (Instant) context.handleUnexpectedToken(Instant.class, parser);
        }
        try {
            Instant time = Instant.parse(parser.getText());
            if (!time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // reported like a time out of range
        }
        return (Instant) context.handleWeirdStringValue(Instant.class, parser.getText(), "not a time");
    }
}
