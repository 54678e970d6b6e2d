package org.dcgan.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class AuditTest {
    @Test
    void anEntryIsALineOfJson() {
        assertThat(new Audit.Entry("cancel", "mnist-1", "ida", "10.0.0.7").line())
                .isEqualTo("{\"action\":\"cancel\",\"subject\":\"mnist-1\",\"by\":\"ida\",\"from\":\"10.0.0.7\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ida\n2026-01-01 INFO [audit] forged",
                "ida\r",
                "\u0085",
                "\u2028",
                "\u001b[2K",
                "\u009b2K",
                "a\",\"by\":\"b"
            })
    void noNameEndsTheLineOrLeavesItsPlace(String name) {
        String line = new Audit.Entry("cancel", "mnist-1", name, "10.0.0.7").line();

        assertThat(line).matches("[ -~]*").endsWith("\"from\":\"10.0.0.7\"}");
        assertThat(line.replace("\\\"", "")).containsOnlyOnce("\"by\":");
    }
}
