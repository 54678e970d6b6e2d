package org.dcgan.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class RoleReadinessTest {
    private final RoleReadiness readiness = new RoleReadiness("sampler");
    private final List<String> logged = new ArrayList<>();
    private final Logger log = Logger.getLogger(RoleReadiness.class.getName());
    private final Thread thread = Thread.currentThread(); // other tests have roles at the same time
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (Thread.currentThread() == thread) {
                logged.add(entry.getMessage());
            }
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
    void namesTheMissingRequirement() {
        HealthCheckResponse answer = ask(Optional.of("the store is away"));

        assertThat(answer.getStatus()).isEqualTo(Status.DOWN);
        assertThat(answer.getData().orElseThrow()).containsEntry("reason", "the store is away");
    }

    @Test
    void isReadyWhenNothingIsMissing() {
        assertThat(ask(Optional.empty()).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void logsEachChangeOnce() {
        ask(Optional.empty());
        ask(Optional.of("the store is away"));
        ask(Optional.of("the store is away"));
        ask(Optional.of("the broker is away"));
        ask(Optional.empty());
        ask(Optional.empty());

        assertThat(logged)
                .containsExactly(
                        "Role sampler is not ready: the store is away",
                        "Role sampler is not ready: the broker is away",
                        "Role sampler is ready");
    }

    private HealthCheckResponse ask(Optional<String> missing) {
        return readiness.complete(readiness.answer(), missing);
    }
}
