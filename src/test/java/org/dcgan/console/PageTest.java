package org.dcgan.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.dcgan.message.JobState.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class PageTest {
    @Test
    void pagesPastAJobThatHasLeftTheState() {
        List<JobReport> all = List.of(
                job("d", State.RUNNING), job("c", State.SUCCEEDED), job("b", State.RUNNING), job("a", State.QUEUED));

        Page page = Page.of(all, Set.of(State.RUNNING), "c", 10);

        assertThat(page.jobs()).extracting(JobReport::id).containsExactly("b");
        assertThat(page.total()).isEqualTo(2);
        assertThat(page.next()).isNull();
    }

    private static JobReport job(String id, State state) {
        return new JobReport(id, state, false, null, null, 1, null, null, null, null, null, null);
    }
}
