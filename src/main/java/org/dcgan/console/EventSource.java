package org.dcgan.console;

import java.util.List;

/** The events of a job for one reader, a few at a time. */
interface EventSource {
    /** The next events; empty if there are none for now. */
    List<Event> next();

    /** Whether there are none any more, once {@link #next} has returned none. */
    boolean isOver();

    /** Nobody asks for more. */
    void close();
}
