package org.dcgan.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a job's events a reader has: the offsets of the last state and the last loss in their topics. So it means the same
 * to every console, before and after a restart.
 *
 * @param state −1 for none
 * @param loss −1 for none
 */
record EventId(long state, long loss) {
    static final EventId NONE = new EventId(-1, -1);
    private static final Pattern TEXT = Pattern.compile("(-?\\d{1,18})\\.(-?\\d{1,18})");

    /** What a reader sends back; what is none of ours is none. */
    static EventId parse(String text) {
        Matcher matcher = TEXT.matcher(text == null ? "" : text);
        return matcher.matches()
                ? new EventId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
                : NONE;
    }

    EventId withState(long offset) {
        return new EventId(offset, loss);
    }

    EventId withLoss(long offset) {
        return new EventId(state, offset);
    }

    /** Whether the events of a reader come from other topics than ours, which were made anew since. */
    boolean isBeyond(EventId newest) {
        return state > newest.state || loss > newest.loss;
    }

    @Override
    public String toString() {
        return state + "." + loss;
    }
}
