package org.dcgan.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.dcgan.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final Retries retries = new Retries(new SimpleMeterRegistry());
    private final List<String> logged = new ArrayList<>();
    private final Logger log = Logger.getLogger(Retries.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        log.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        log.removeHandler(handler);
    }

    @Test
    void logsAReasonOnceHoweverOftenItTries() throws Exception {
        Deque<String> failures = new ArrayDeque<>(List.of("one", "one", "other", "other"));

        retries.untilDone(() -> {
            if (!failures.isEmpty()) {
                throw new StoreException("store", failures.pop(), new IOException("away"));
            }
        });

        assertThat(logged).hasSize(2);
    }
}
