package org.dcgan.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a job's events a reader has: the offsets of the last state and the last loss in their topics, which mean the same to
 * every console, before and after a restart; and the save step of that loss, which the object store knows too.
 *
 * @param state −1 for none
 * @param loss −1 for none
 * @param saveStep −1 for none
 */
record EventId(long state, long loss, long saveStep) {
    static final EventId NONE = new EventId(-1, -1, -1);
    private static final String NUMBER = "(-?\\d{1,18})";
    private static final Pattern TEXT = Pattern.compile(NUMBER + "\\." + NUMBER + "(?:\\." + NUMBER + ")?");

    /** What a reader sends back; what is none of ours is none. */
    static EventId parse(String text) {
        Matcher matcher = TEXT.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            return NONE;
        }
        long saveStep = matcher.group(3) == null ? -1 : Long.parseLong(matcher.group(3));
        return new EventId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), saveStep);
    }

    /** After a state, which is no step back: states may be noted in another order than they were published in. */
    EventId withState(long offset) {
        return new EventId(Math.max(state, offset), loss, saveStep);
    }

    /** After a loss, which is no step back. */
    EventId withLoss(long offset, long savedStep) {
        return offset > loss ? new EventId(state, offset, savedStep) : this;
    }

    /** After a loss that the object store has. */
    EventId withSaveStep(long savedStep) {
        return new EventId(state, loss, savedStep);
    }

    /** Whether the events of a reader come from other topics than ours, which were made anew since. */
    boolean isBeyond(EventId newest) {
        return state > newest.state || loss > newest.loss;
    }

    /** Whether a reader has the same messages. */
    boolean isAt(EventId other) {
        return state == other.state && loss == other.loss;
    }

    @Override
    public String toString() {
        return state + "." + loss + "." + saveStep;
    }
}
