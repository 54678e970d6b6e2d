package org.dcgan.metrics;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.protobuf.ProtobufMapper;
import com.fasterxml.jackson.dataformat.protobuf.schema.ProtobufSchemaLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dcgan.message.LossRecorded;
import org.xerial.snappy.Snappy;

/**
 * Samples for Prometheus, as defined in {@code remote-write.proto}.
 *
 * @param timeseries each with its samples, oldest first
 */
record WriteRequest(List<TimeSeries> timeseries) {
    private static final ObjectWriter PROTOBUF = protobuf();

    /** Labels in order of their names, and samples in order of time. */
    record TimeSeries(List<Label> labels, List<Sample> samples) {}

    record Label(String name, String value) {}

    /** A value at a time in milliseconds since 1970. */
    record Sample(double value, long timestamp) {}

    /** Every series of every point, at the point's own time. */
    static WriteRequest of(List<LossRecorded> points) {
        Map<List<Label>, List<Sample>> samples = new LinkedHashMap<>();
        for (LossRecorded point : points) {
            for (LossSeries series : LossSeries.values()) {
                samples.computeIfAbsent(labels(series, point.jobId()), labels -> new ArrayList<>())
                        .add(new Sample(series.value(point), point.at().toEpochMilli()));
            }
        }
        return new WriteRequest(samples.entrySet().stream()
                .map(series -> new TimeSeries(series.getKey(), series.getValue()))
                .toList());
    }

    /** The encoded request: protobuf, Snappy-compressed as one block. */
    byte[] encoded() {
        try {
            return Snappy.compress(PROTOBUF.writeValueAsBytes(this));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
    }

    private static List<Label> labels(LossSeries series, String jobId) {
        Map<String, String> labels = new TreeMap<>(series.labels(jobId));
        labels.put("__name__", series.seriesName().text);
        return labels.entrySet().stream()
                .map(label -> new Label(label.getKey(), label.getValue()))
                .toList();
    }

    private static ObjectWriter protobuf() {
        try (InputStream schema = WriteRequest.class.getResourceAsStream("remote-write.proto")) {
            return new ProtobufMapper()
                    .writerFor(WriteRequest.class)
                    .with(ProtobufSchemaLoader.std.load(schema, "WriteRequest"));
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is complete", e);
        }
    }
}
