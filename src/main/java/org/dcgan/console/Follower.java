package org.dcgan.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Tracks how much of a job one reader has received. It keeps no events: it looks up new ones when the reader can take more. Not
 * thread-safe: {@link JobIndex} guards it.
 */
final class Follower {
    /** Losses per batch: about 40 KB of text. */
    private static final int MOST = 64;

    private final Run run;
    /** Kept until the reader has them all, even if the run succeeds meanwhile. */
    private final RecordedLosses losses;

    private final Runnable wake;
    private EventId told;
    private int changesTold = -1;
    private long qualitiesTold;
    private boolean isOver;

    /**
     * Creates a reader of everything after an event.
     *
     * @param wake called when there may be more
     */
    Follower(Run run, EventId since, Runnable wake) {
        this.run = run;
        this.losses = run.losses();
        this.told = since;
        this.wake = wake;
    }

    String jobId() {
        return run.id();
    }

    void wake() {
        wake.run();
    }

    boolean isOver() {
        return isOver;
    }

    /** The new events: first the state, unless it is the end, then losses, then qualities. */
    List<Event> next(Collection<JudgedEpoch> qualities) {
        List<Event> events = new ArrayList<>();
        if (isOver) {
            return events;
        }
        boolean isEnd = run.state().isTerminal();
        if (!isEnd && changesTold != run.changes()) {
            events.add(state());
        }
        List<RecordedLoss> more = losses.after(told.loss(), MOST);
        for (RecordedLoss recorded : more) {
            told = told.withLoss(recorded.offset(), recorded.loss().saveStep());
            events.addAll(Event.loss(run.id(), recorded.loss(), told));
        }
        if (more.size() < MOST) {
            qualities.stream()
                    .filter(judged -> judged.number() > qualitiesTold)
                    .forEach(judged -> events.add(Event.quality(judged.quality())));
            qualitiesTold =
                    qualities.stream().mapToLong(JudgedEpoch::number).max().orElse(qualitiesTold);
            if (isEnd) {
                isOver = true;
                told = told.withLoss(run.position().loss(), told.saveStep());
                events.add(state());
            }
        }
        return events;
    }

    private Event state() {
        changesTold = run.changes();
        told = told.withState(run.position().state());
        return Event.state(run.report(), told);
    }
}
