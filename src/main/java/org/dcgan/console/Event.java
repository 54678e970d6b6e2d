package org.dcgan.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dcgan.message.Json;
import org.dcgan.message.QualityMeasured;

/**
 * A server-sent event.
 *
 * @param name type of the event
 * @param id null if the event does not change the reader's position
 * @param data written as JSON
 */
record Event(String name, EventId id, Object data) {
    private static final long RECONNECT_MILLISECONDS = 2_000;

    /**
     * The grids of a save step are in the object store.
     *
     * @param saveStep from 0
     * @param real path of the real images on this server
     * @param fake path of the generated images on this server
     */
    record Sample(long saveStep, String real, String fake) {}

    static Event state(JobReport report, EventId id) {
        return new Event("state", id, report);
    }

    /** A loss, preceded by the sample of the same step. The sample is sent again if the connection is lost between them. */
    static List<Event> loss(String jobId, Loss loss, EventId id) {
        String grids = "/jobs/" + jobId + "/objects/samples/";
        String file = "_step_" + loss.saveStep() + ".png";
        return List.of(
                new Event("sample", null, new Sample(loss.saveStep(), grids + "real" + file, grids + "fake" + file)),
                new Event("loss", id, loss));
    }

    /** The quality of a checkpoint. It has no id: a reader that reconnects gets all qualities again. */
    static Event quality(QualityMeasured quality) {
        return new Event("quality", null, quality);
    }

    /** Events as they are sent. */
    static byte[] text(List<Event> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> event.write(text));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A comment, which readers ignore. */
    static byte[] comment(String comment) {
        return (": " + comment + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private void write(StringBuilder text) {
        text.append("event:").append(name).append('\n');
        if (id != null) {
            text.append("id:").append(id).append('\n');
        }
        if (name.equals("state")) {
            text.append("retry:").append(RECONNECT_MILLISECONDS).append('\n');
        }
        // the JSON contains no line breaks
        text.append("data:")
                .append(new String(Json.write(data), StandardCharsets.UTF_8))
                .append("\n\n");
    }
}
