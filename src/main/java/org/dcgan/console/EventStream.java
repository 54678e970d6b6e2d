package org.dcgan.console;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Sends the events of a job to one reader: a batch at a time, the next when the reader has taken the last. A reader that takes
 * nothing for too long gets a comment that says so and is disconnected. Everything but {@link #wake} and {@link #close} runs on the
 * executor's single thread.
 */
final class EventStream {
    private static final Logger LOG = Logger.getLogger(EventStream.class);
    private static final Duration BEAT = Duration.ofSeconds(15);
    private static final String TOO_SLOW = "cut off, because nothing was read for %d s; come again with Last-Event-ID";

    private final String jobId;
    private final Executor executor;
    private final Limits limits;
    private final Ticker ticker;
    private final Consumer<EventStream> whenClosed;
    private final long openedAt;
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private EventSource source;
    private EventSink sink;
    private boolean isWriting;
    private boolean isEnding;
    private boolean isClosed;
    /** When the last write began or ended. */
    private long since;

    /**
     * Time limits.
     *
     * @param patience how long a reader may take nothing
     * @param time the longest duration of the stream
     */
    record Limits(Duration patience, Duration time) {}

    /**
     * Creates a stream that has not begun.
     *
     * @param executor of one thread
     * @param whenClosed called once, on that thread
     */
    EventStream(String jobId, Executor executor, Limits limits, Ticker ticker, Consumer<EventStream> whenClosed) {
        this.jobId = jobId;
        this.executor = executor;
        this.limits = limits;
        this.ticker = ticker;
        this.whenClosed = whenClosed;
        this.openedAt = ticker.read();
        this.since = openedAt;
    }

    /** Sets the source of the events; it is closed with this stream, even if the stream never starts. */
    void open(EventSource events) {
        execute(() -> {
            source = events;
            if (isClosed) {
                source.close();
            }
        });
    }

    /** Sends what the source has, now and whenever it wakes this stream. */
    void start(EventSink reader) {
        execute(() -> {
            sink = reader;
            if (isClosed) {
                sink.cut();
            } else {
                advance();
            }
        });
    }

    /** Called when there may be more to send. Does not block. */
    void wake() {
        if (isWoken.compareAndSet(false, true)) {
            execute(this::advance);
        }
    }

    /** Called when the reader is gone. Does not block. */
    void close() {
        execute(this::cut);
    }

    /** Ends the stream even if more events follow: the reader reconnects with its last event id. Does not block. */
    void finish() {
        execute(this::end);
    }

    /** Checks the time limits; called about once a second. */
    void look() {
        execute(() -> {
            long now = ticker.read();
            if (isClosed) {
                return;
            }
            if (isWriting && isLongerThan(limits.patience(), now - since)) {
                if (isEnding) {
                    cut();
                } else {
                    cutOff(now);
                }
            } else if (!isWriting && isLongerThan(limits.time(), now - openedAt)) {
                end();
            } else if (!isWriting && sink != null && isLongerThan(BEAT, now - since)) {
                write(Event.comment(""));
            }
        });
    }

    private void execute(Runnable task) {
        executor.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "an event stream of job %s failed", jobId);
                cut();
            }
        });
    }

    private void advance() {
        isWoken.set(false);
        if (sink == null || isWriting || isClosed) {
            return;
        }
        List<Event> events = source.next();
        if (!events.isEmpty()) {
            write(Event.text(events));
        } else if (source.isOver()) {
            end();
        }
    }

    private void write(byte[] bytes) {
        isWriting = true;
        since = ticker.read();
        sink.write(bytes).whenComplete((done, failure) -> execute(() -> written(failure)));
    }

    private void written(Throwable failure) {
        if (failure != null) {
            cut();
        } else if (!isEnding) { // otherwise the last comment is still to be written
            isWriting = false;
            since = ticker.read();
            advance();
        }
    }

    private void cutOff(long now) {
        LOG.infof(
                "an event stream of job %s is closed: its reader took nothing for %d s",
                jobId, limits.patience().toSeconds());
        isEnding = true;
        since = now;
        sink.write(Event.comment(TOO_SLOW.formatted(limits.patience().toSeconds())))
                .thenRun(() -> execute(this::end));
    }

    private void end() {
        close(EventSink::end);
    }

    private void cut() {
        close(EventSink::cut);
    }

    private void close(Consumer<EventSink> how) {
        if (isClosed) {
            return;
        }
        isClosed = true;
        whenClosed.accept(this);
        if (source != null) {
            source.close();
        }
        if (sink != null) {
            how.accept(sink);
        }
    }

    private static boolean isLongerThan(Duration limit, long nanoseconds) {
        return nanoseconds > limit.toNanos();
    }
}
