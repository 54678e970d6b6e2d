package org.dcgan.console;

import java.util.List;

/** The events of a job that the book knows all of, as they come. */
record FollowedEvents(JobBook book, Follower follower) implements EventSource {
    @Override
    public List<Event> next() {
        return book.next(follower);
    }

    @Override
    public boolean isOver() {
        return follower.isOver();
    }

    @Override
    public void close() {
        book.forget(follower);
    }
}
