package org.dcgan.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeapCheckTest {
    @Test
    void everyRoleAndServerNeedsHeap() {
        assertThat(HeapCheck.least(Set.of(Role.METRICS), false, false)).isEqualTo(48);
        assertThat(HeapCheck.least(Set.of(Role.TRAINER), false, false)).isEqualTo(152);
        assertThat(HeapCheck.least(Set.of(Role.TRAINER), true, true)).isEqualTo(184);
        assertThat(HeapCheck.least(EnumSet.allOf(Role.class), true, true)).isEqualTo(248);
    }
}
