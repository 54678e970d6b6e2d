package org.dcgan.console;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The events of a job on their way to one reader: a few at a time, and the next when the reader has taken them. A reader that takes
 * nothing for too long is told so and cut off. All but {@link #wake} and {@link #close} runs on the executor's one thread.
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
    /** When the last writing began or ended. */
    private long since;

    /**
     * How long things may take.
     *
     * @param patience with a reader that takes nothing
     * @param time of the whole stream
     */
    record Limits(Duration patience, Duration time) {}

    /**
     * A stream that has not begun.
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

    /** Has the events of a source to send; it is closed with this stream, also if that never starts. */
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

    /** There may be more to send. It does not wait. */
    void wake() {
        if (isWoken.compareAndSet(false, true)) {
            execute(this::advance);
        }
    }

    /** The reader is gone. It does not wait. */
    void close() {
        execute(this::cut);
    }

    /** Ends the stream, though there may be more to come: its reader comes again with its last event. It does not wait. */
    void finish() {
        execute(this::end);
    }

    /** Does what is due by the clock: called each second or so. */
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
        } else if (!isEnding) { // else the last words are yet to be written
            isWriting = false;
            since = ticker.read();
            advance();
        }
    }

    private void cutOff(long now) {
        LOG.infof(
                "an event stream of job %s is cut off: its reader took nothing for %d s",
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
