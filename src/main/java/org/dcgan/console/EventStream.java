package org.dcgan.console;

import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.nio.charset.StandardCharsets;
import org.dcgan.message.Json;
import org.dcgan.message.QualityMeasured;

/** The events of a job on their way to one reader; they end with the job. */
final class EventStream {
    private static final long RECONNECT_MILLISECONDS = 2_000;

    private final Sse sse;
    private final MultiEmitter<? super OutboundSseEvent> reader;

    EventStream(Sse sse, MultiEmitter<? super OutboundSseEvent> reader) {
        this.sse = sse;
        this.reader = reader;
    }

    /**
     * The grids of a save step are in the object store.
     *
     * @param saveStep from 0
     * @param real where the real ones are, on this server
     * @param fake where the fakes are, on this server
     */
    record Sample(long saveStep, String real, String fake) {}

    /** A new state; the last one ends the stream. */
    void state(JobReport report, EventId id) {
        reader.emit(event("state", report)
                .id(id.toString())
                .reconnectDelay(RECONNECT_MILLISECONDS)
                .build());
        if (report.state().isTerminal()) {
            reader.complete();
        }
    }

    /** A new loss, and before it the sample of the same step. The sample comes again if the reader is cut off between them. */
    void loss(String jobId, Loss loss, EventId id) {
        String grids = "/jobs/" + jobId + "/objects/samples/";
        reader.emit(event(
                        "sample",
                        new Sample(
                                loss.saveStep(),
                                grids + "real_step_" + loss.saveStep() + ".png",
                                grids + "fake_step_" + loss.saveStep() + ".png"))
                .build());
        reader.emit(event("loss", loss).id(id.toString()).build());
    }

    /** A checkpoint was judged. It has no id of its own: whoever comes again is told all of them. */
    void quality(QualityMeasured quality) {
        reader.emit(event("quality", quality).build());
    }

    /** A sign of life. */
    void beat() {
        reader.emit(sse.newEventBuilder().comment("").build());
    }

    private OutboundSseEvent.Builder event(String name, Object data) {
        return sse.newEventBuilder().name(name).data(new String(Json.write(data), StandardCharsets.UTF_8));
    }
}
