package org.dcgan.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dcgan.topic.JobMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class HandlerThreadTest {
    private final JobMessage message = JobMessage.of(new ConsumerRecord<>("dcgan.jobs", 0, 0, null, new byte[0]));

    @Test
    void aRenewalThatFailsLosesTheLease() throws Exception {
        Lease lease = new Lease(Duration.ofSeconds(1), System.nanoTime(), System::nanoTime);
        try (HandlerThread worker = new HandlerThread((asked, held) -> {
            while (held.isHeld()) {
                Thread.onSpinWait();
            }
            return JobHandler.Verdict.DONE;
        })) {
            Optional<JobHandler.Verdict> verdict = worker.handle(message, lease, () -> {
                throw new IllegalStateException("the client is closed");
            });

            assertThat(verdict).isEmpty();
        }
    }

    @Test
    void anErrorOfTheHandlerEndsTheQueueThatWaitsForIt() {
        NoClassDefFoundError error = new NoClassDefFoundError("of a handler");
        try (HandlerThread worker = new HandlerThread((asked, lease) -> {
            throw error;
        })) {
            assertThatExceptionOfType(NoClassDefFoundError.class)
                    .isThrownBy(() -> worker.handle(
                            message, new Lease(Duration.ofMinutes(1), System.nanoTime(), System::nanoTime), () -> {}))
                    .isSameAs(error);
        }
    }
}
