package org.dcgan.trainer;

import java.util.PriorityQueue;

/** The time of a simulation, in milliseconds from 0, and what is going to happen in it. */
final class VirtualTime {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long scheduled;

    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    long now() {
        return now;
    }

    void at(long time, Runnable action) {
        events.add(new Event(Math.max(now, time), scheduled++, action));
    }

    void after(long delay, Runnable action) {
        at(now + delay, action);
    }

    /** Lets the next thing happen, unless it lies after a time. */
    boolean advance(long until) {
        if (events.isEmpty() || events.peek().at() > until) {
            return false;
        }
        Event next = events.poll();
        now = next.at();
        next.action().run();
        return true;
    }
}
