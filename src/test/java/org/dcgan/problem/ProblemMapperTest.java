package org.dcgan.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;
import org.dcgan.message.InvalidMessageException;
import org.dcgan.store.StoreException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code RequestsTest} shows the same over HTTP, with what the framework refuses by itself. */
@Tag("fast")
class ProblemMapperTest {
    private final ProblemMapper mapper = new ProblemMapper();

    @Test
    void namesTheFieldTheValueAndWhatIsAllowed() {
        Response answer = mapper.invalid(new InvalidMessageException("epochs", "0", "a whole number from 1"));

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(answer.getMediaType()).hasToString("application/problem+json");
        assertThat(problem(answer))
                .returns("epochs", Problem::field)
                .returns("0", Problem::value)
                .returns("a whole number from 1", Problem::allowed);
    }

    @Test
    void aConflictOfAFieldNamesItToo() {
        Response answer = mapper.problem(
                ProblemException.conflict(new InvalidMessageException("id", "taken", "the id of no other job")));

        assertThat(answer.getStatus()).isEqualTo(409);
        assertThat(problem(answer)).returns("id", Problem::field).returns("taken", Problem::value);
    }

    @Test
    void saysWhenToRetry() {
        Response answer = mapper.problem(ProblemException.unavailable("too many", Duration.ofSeconds(10)));

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("10");
    }

    @Test
    void aStoreThatIsAwayIsUnavailableAndItsMessageStaysInTheLog() {
        Response answer = mapper.unavailable(new StoreException("read", "secret", new IOException("host:9000")));

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("5");
        assertThat(problem(answer).detail()).isEqualTo("the object store does not answer");
    }

    @Test
    void aBrokerThatIsAwayIsUnavailableAndItsMessageStaysInTheLog() {
        Response answer = mapper.unavailable(new TimeoutException("broker:9092"));

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(problem(answer).detail()).isEqualTo("the Kafka broker does not answer");
    }

    @Test
    void answers401WithTheWayToAuthenticate() {
        Response answer = mapper.unknown(new UnauthorizedException());

        assertThat(answer.getStatus()).isEqualTo(401);
        assertThat(answer.getHeaderString("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void whoMayNotIsForbiddenIt() {
        assertThat(mapper.forbidden(new ForbiddenException()).getStatus()).isEqualTo(403);
    }

    @Test
    void anythingElseIsAnErrorThatOnlyTheLogExplains() {
        Response answer = mapper.failed(new IllegalStateException("at line 7 of a class"));

        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(problem(answer).detail()).isEqualTo("the log says why");
    }

    private static Problem problem(Response answer) {
        return (Problem) answer.getEntity();
    }
}
