package org.dcgan.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class OpenFilesTest {
    @Test
    void refusesALimitThatIsTooLow() {
        assertThatThrownBy(() -> OpenFiles.require(512, "The broker", 256))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage(
                        "The broker needs at least 512 open files and connections, and the limit of this process is 256:"
                                + " raise it (ulimit -n).");
    }

    @Test
    void acceptsALimitThatIsJustEnough() {
        assertThatCode(() -> OpenFiles.require(512, "The broker", 512)).doesNotThrowAnyException();
    }

    @Test
    void acceptsAnUnknownLimit() {
        assertThatCode(() -> OpenFiles.require(512, "The broker", -1)).doesNotThrowAnyException();
    }
}
