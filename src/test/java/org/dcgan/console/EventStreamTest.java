package org.dcgan.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class EventStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TIME = Duration.ofMinutes(10);

    private final Deque<Integer> toCome = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final Source source = new Source();
    private final Reader reader = new Reader();
    private long now = 1;
    private final EventStream stream = new EventStream(
            "a",
            Runnable::run,
            new EventStream.Limits(PATIENCE, TIME),
            new Ticker() {
                @Override
                public long read() {
                    return now;
                }
            },
            closed -> done.add("closed"));

    @Test
    void sendsNothingMoreBeforeTheReaderHasTakenWhatWasSent() {
        toCome.addAll(List.of(1, 2, 3));

        start();
        stream.wake();
        assertThat(reader.written).containsExactly("event:number\ndata:1\n\n");
        reader.take();

        assertThat(reader.written).hasSize(2);
    }

    @Test
    void sendsNewEventsWhenWoken() {
        start();
        toCome.add(1);

        stream.wake();

        assertThat(reader.written).hasSize(1);
    }

    @Test
    void endsWhenAllIsTaken() {
        toCome.add(1);
        source.isOver = true;

        start();
        assertThat(done).isEmpty();
        reader.take();

        assertThat(done).containsExactlyInAnyOrder("closed", "source closed", "ended");
    }

    @Test
    void cutsOffAReaderThatTakesNothingAndSaysWhy() {
        toCome.addAll(List.of(1, 2, 3));
        start();

        pass(PATIENCE.plusSeconds(1));
        assertThat(reader.written.get(1))
                .isEqualTo(": cut off, because nothing was read for 30 s; come again with Last-Event-ID\n\n");
        assertThat(done).isEmpty();
        reader.take();
        reader.take();

        assertThat(reader.written).hasSize(2);
        assertThat(done).containsExactlyInAnyOrder("closed", "source closed", "ended");
    }

    @Test
    void closesTheConnectionOfAReaderThatDoesNotEvenTakeTheReason() {
        toCome.add(1);
        start();
        pass(PATIENCE.plusSeconds(1));

        pass(PATIENCE.plusSeconds(1));

        assertThat(done).containsExactlyInAnyOrder("closed", "source closed", "cut");
    }

    @Test
    void aSlowReaderThatTakesALittleIsNotCutOff() {
        toCome.addAll(List.of(1, 2, 3));
        start();

        for (int i = 0; i < 3; i++) {
            pass(PATIENCE.minusSeconds(1));
            reader.take();
        }

        assertThat(reader.written).hasSize(3).noneMatch(text -> text.startsWith(":"));
    }

    @Test
    void showsThatItIsAlive() {
        start();

        pass(Duration.ofSeconds(16));

        assertThat(reader.written).containsExactly(": \n\n");
    }

    @Test
    void endsAfterItsTime() {
        start();

        pass(TIME.plusSeconds(1));

        assertThat(done).containsExactlyInAnyOrder("closed", "source closed", "ended");
    }

    @Test
    void endsAfterItsTimeAlsoIfItNeverBegan() {
        pass(TIME.plusSeconds(1));

        assertThat(done).containsExactly("closed");
    }

    @Test
    void asksForNothingMoreWhenTheReaderIsGone() {
        start();

        stream.close();
        toCome.add(1);
        stream.wake();
        pass(Duration.ofMinutes(1));

        assertThat(reader.written).isEmpty();
        assertThat(done).containsExactlyInAnyOrder("closed", "source closed", "cut");
    }

    @Test
    void closesASourceThatComesAfterTheReaderHasGone() {
        stream.close();

        start();

        assertThat(done).containsExactlyInAnyOrder("closed", "source closed", "cut");
    }

    @Test
    void aSourceThatFailsEndsItsStream() {
        start();
        source.failure = new IllegalStateException("as a test");

        stream.wake();

        assertThat(done).containsExactlyInAnyOrder("closed", "source closed", "cut");
    }

    @Test
    void endsThoughThereIsMoreToComeWhenItIsFinished() {
        start();

        stream.finish();
        toCome.add(1);
        stream.wake();

        assertThat(reader.written).isEmpty();
        assertThat(done).containsExactlyInAnyOrder("closed", "source closed", "ended");
    }

    @Test
    void closesItsSourceAlsoIfItNeverBegan() {
        stream.open(source);

        stream.close();

        assertThat(done).containsExactlyInAnyOrder("closed", "source closed");
    }

    private void start() {
        stream.open(source);
        stream.start(reader);
    }

    private void pass(Duration time) {
        now += time.toNanos();
        stream.look();
    }

    private final class Source implements EventSource {
        private boolean isOver;
        private RuntimeException failure;

        @Override
        public List<Event> next() {
            if (failure != null) {
                throw failure;
            }
            return toCome.isEmpty() ? List.of() : List.of(new Event("number", null, toCome.poll()));
        }

        @Override
        public boolean isOver() {
            return isOver;
        }

        @Override
        public void close() {
            done.add("source closed");
        }
    }

    /** Takes what is written when it is told so. */
    private final class Reader implements EventSink {
        private final List<String> written = new ArrayList<>();
        private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();

        @Override
        public CompletionStage<Void> write(byte[] bytes) {
            written.add(new String(bytes, StandardCharsets.UTF_8));
            waiting.add(new CompletableFuture<>());
            return waiting.getLast();
        }

        void take() {
            waiting.poll().complete(null);
        }

        @Override
        public void end() {
            done.add("ended");
        }

        @Override
        public void cut() {
            done.add("cut");
        }
    }
}
