package org.dcgan.console;

import java.util.List;

/** Provides the events of a job to one reader, a batch at a time. */
interface EventSource {
    /** The next events; empty if there are none at present. */
    List<Event> next();

    /** Whether there will be no more events, once {@link #next} has returned none. */
    boolean isOver();

    /** Releases the source. */
    void close();
}
