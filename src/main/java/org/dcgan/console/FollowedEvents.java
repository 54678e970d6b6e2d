package org.dcgan.console;

import java.util.List;

/** The events of a job whose events are all in the index, followed live. */
record FollowedEvents(JobIndex index, Follower follower) implements EventSource {
    @Override
    public List<Event> next() {
        return index.next(follower);
    }

    @Override
    public boolean isOver() {
        return follower.isOver();
    }

    @Override
    public void close() {
        index.forget(follower);
    }
}
