package org.dcgan.console;

import java.util.ArrayList;
import java.util.List;
import org.dcgan.message.QualityMeasured;

/** The events of a job that has succeeded; its losses come from the object store. */
final class StoredEvents implements EventSource {
    private static final int MOST = 64;

    private final List<Loss> losses;
    private final List<QualityMeasured> qualities;
    private final JobReport end;
    private final EventId position;
    private EventId told;
    private int next;
    private boolean isOver;

    /**
     * Creates the events since a given event.
     *
     * @param losses by step
     * @param end the job's last state
     * @param position after it
     */
    StoredEvents(EventId since, List<Loss> losses, List<QualityMeasured> qualities, JobReport end, EventId position) {
        this.told = since;
        this.losses = losses;
        this.qualities = qualities;
        this.end = end;
        this.position = position;
        while (next < losses.size() && losses.get(next).saveStep() <= since.saveStep()) {
            next++;
        }
    }

    @Override
    public List<Event> next() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < MOST && next < losses.size(); i++) {
            Loss loss = losses.get(next++);
            told = told.withSaveStep(loss.saveStep());
            events.addAll(Event.loss(end.id(), loss, told));
        }
        if (next == losses.size() && !isOver) {
            isOver = true;
            qualities.forEach(quality -> events.add(Event.quality(quality)));
            events.add(Event.state(end, position.withSaveStep(told.saveStep())));
        }
        return events;
    }

    @Override
    public boolean isOver() {
        return isOver;
    }

    @Override
    public void close() {}
}
