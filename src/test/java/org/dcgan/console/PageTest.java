package org.dcgan.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.dcgan.message.InvalidMessageException;
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

    @Test
    void theLargestComesFirstAndWhatIsNotCountedLast() {
        List<JobReport> all = List.of(sized("d", null), sized("c", 1L), sized("b", 10_000L), sized("a", 1L));

        List<JobReport> sorted = Page.sorted(all, "size");

        assertThat(sorted).extracting(JobReport::id).containsExactly("b", "c", "a", "d");
    }

    @Test
    void rejectsAnUnknownOrder() {
        assertThatThrownBy(() -> Page.sorted(List.of(), "name"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("newest or size");
    }

    @Test
    void theLinkToTheNextPageKeepsTheOrder() {
        Page page = Page.of(List.of(sized("b", 2L), sized("a", 1L)), EnumSet.allOf(State.class), null, 1);

        assertThat(page.link(List.of(), "size")).isEqualTo("</jobs?limit=1&after=b&sort=size>; rel=\"next\"");
    }

    private static JobReport sized(String id, Long bytes) {
        return new JobReport(id, State.SUCCEEDED, false, null, null, 1, null, null, null, null, bytes, null);
    }

    private static JobReport job(String id, State state) {
        return new JobReport(id, state, false, null, null, 1, null, null, null, null, null, null);
    }
}
