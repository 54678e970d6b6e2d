package org.dcgan.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position of a reader in a job's events: the offsets of the last state and the last loss in their topics, which are the same for
 * every console and after a restart; and the save step of that loss, which also identifies it in the object store.
 *
 * @param state −1 for none
 * @param loss −1 for none
 * @param saveStep −1 for none
 */
record EventId(long state, long loss, long saveStep) {
    static final EventId NONE = new EventId(-1, -1, -1);
    private static final String NUMBER = "(-?\\d{1,18})";
    private static final Pattern TEXT = Pattern.compile(NUMBER + "\\." + NUMBER + "(?:\\." + NUMBER + ")?");

    /** Parses what a reader sends back; unknown text counts as the beginning. */
    static EventId parse(String text) {
        Matcher matcher = TEXT.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            return NONE;
        }
        long saveStep = matcher.group(3) == null ? -1 : Long.parseLong(matcher.group(3));
        return new EventId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), saveStep);
    }

    /** The position after a state. Never moves back, because states may be added in another order than published. */
    EventId withState(long offset) {
        return new EventId(Math.max(state, offset), loss, saveStep);
    }

    /** The position after a loss. Never moves back. */
    EventId withLoss(long offset, long savedStep) {
        return offset > loss ? new EventId(state, offset, savedStep) : this;
    }

    /** The position after a loss from the object store. */
    EventId withSaveStep(long savedStep) {
        return new EventId(state, loss, savedStep);
    }

    /** Whether the reader's events come from earlier topics, which have been recreated since. */
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
