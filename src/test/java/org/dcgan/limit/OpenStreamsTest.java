package org.dcgan.limit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dcgan.problem.ProblemException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class OpenStreamsTest {
    private static final Client ONE = Client.at("192.0.2.1");
    private static final Client ANOTHER = Client.at("192.0.2.2");
    private static final Client THIRD = Client.at("192.0.2.3");

    /** Three, two of them of one client. */
    private final OpenStreams streams = new OpenStreams(new SmallRyeConfigBuilder()
            .withMapping(LimitConfig.class)
            .withDefaultValue("dcgan.http.streams", "3")
            .withDefaultValue("dcgan.http.streams-per-client", "2")
            .addDiscoveredConverters()
            .build()
            .getConfigMapping(LimitConfig.class));

    @Test
    void refusesAThirdStreamOfAClient() {
        open(ONE, ONE);

        assertRefused(() -> streams.open(ONE), "one address may have 2 event streams open");
    }

    @Test
    void refusesAFourthStreamOfAll() {
        open(ONE, ONE, ANOTHER);

        assertRefused(() -> streams.open(THIRD), "too many event streams are open");
    }

    @Test
    void countsARefusedStreamNot() {
        open(ONE, ONE);
        assertThatThrownBy(() -> streams.open(ONE)).isInstanceOf(ProblemException.class);

        streams.close(ONE);

        assertThatCode(() -> streams.open(ONE)).doesNotThrowAnyException();
    }

    @Test
    void countsAClosedStreamNoMore() {
        open(ONE, ONE, ANOTHER);

        streams.close(ANOTHER);

        assertThatCode(() -> streams.open(THIRD)).doesNotThrowAnyException();
    }

    @Test
    void closingAnUnopenedStreamDoesNotRaiseTheLimit() {
        streams.close(ONE);

        open(ONE, ONE);

        assertRefused(() -> streams.open(ONE), "one address");
    }

    private void open(Client... clients) {
        for (Client client : clients) {
            streams.open(client);
        }
    }

    private static void assertRefused(ThrowingCallable action, String detail) {
        assertThatThrownBy(action).isInstanceOf(ProblemException.class).hasMessageStartingWith(detail);
    }
}
