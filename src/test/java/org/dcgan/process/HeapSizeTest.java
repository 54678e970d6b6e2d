package org.dcgan.process;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapSizeTest {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void refusesAHeapThatIsTooSmall() {
        assertThatThrownBy(() -> HeapSize.require(192, "A trainer", 64 * MEBIBYTE))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage("A trainer needs at least 192 MiB of heap, and the limit of this process is 64 MiB:"
                        + " raise it (java -Xmx192m, or in a container its memory).");
    }

    @Test
    void acceptsAHeapThatIsJustEnough() {
        assertThatCode(() -> HeapSize.require(192, "A trainer", 192 * MEBIBYTE)).doesNotThrowAnyException();
    }

    @Test
    void acceptsTheHeapThatTheSerialCollectorReportsWithoutItsReserve() {
        assertThatCode(() -> HeapSize.require(256, "A trainer", 259_522_560)).doesNotThrowAnyException();
    }
}
