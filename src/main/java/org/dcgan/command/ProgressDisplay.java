package org.dcgan.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.dcgan.message.JobState;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.Printable;
import org.dcgan.message.TrainingJob;

/**
 * Shows the progress of a job: a redrawn bar on a terminal, otherwise lines. Any client can publish events, so a loss is shown only
 * if its step fits the job's last state.
 */
final class ProgressDisplay {
    private static final int BAR = 30;
    /** A longer remaining time is not shown. */
    private static final Duration LONGEST_TIME_LEFT = Duration.ofDays(1_000);

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final TrainingJob job;
    private final String name;
    private final boolean interactive;
    private final PrintStream out;
    private JobState.State shown;
    private long steps;

    ProgressDisplay(TrainingJob job, boolean interactive, PrintStream out) {
        this(job, "", interactive, out);
    }

    private ProgressDisplay(TrainingJob job, String name, boolean interactive, PrintStream out) {
        this.job = job;
        this.name = name;
        this.interactive = interactive;
        this.out = out;
    }

    /**
     * Creates a display of one of several jobs: each line begins with the job's id, and only the first iteration of an epoch is
     * shown.
     */
    static ProgressDisplay ofOneOfSeveral(TrainingJob job, PrintStream out) {
        return new ProgressDisplay(job, job.id() + "  ", false, out);
    }

    /** Shows a state, if it has changed. */
    void show(JobState state) {
        steps = state.steps();
        if (state.state() != shown) {
            shown = state.state();
            String reason = state.reason() == null ? "" : ": " + Printable.line(state.reason());
            String start = interactive ? CLEAR_LINE : name;
            out.printf(Locale.ROOT, "%s%s%s%s%n", start, state.state(), place(state), reason);
        }
    }

    /** Shows a recorded iteration, if it fits the job. */
    void show(LossRecorded loss) {
        if (!isWithinTheJob(loss) || !name.isEmpty() && loss.iteration() > 0) {
            return;
        }
        if (interactive) {
            out.print(CLEAR_LINE + bar(loss) + " " + line(loss));
            out.flush();
        } else {
            out.println(name + line(loss));
        }
    }

    private static String place(JobState state) {
        boolean isKnown = 0 <= state.step() && state.step() <= state.steps() && state.steps() > 0;
        return isKnown ? String.format(Locale.ROOT, ", step %d of %d", state.step(), state.steps()) : "";
    }

    private boolean isWithinTheJob(LossRecorded loss) {
        long iterations = steps / job.epochs();
        return isBelow(loss.step(), steps)
                && isBelow(loss.epoch(), job.epochs())
                && isBelow(loss.iteration(), iterations);
    }

    private static boolean isBelow(long index, long count) {
        return 0 <= index && index < count;
    }

    private String bar(LossRecorded loss) {
        int done = (int) (BAR * (loss.step() + 1) / steps);
        return "[" + "#".repeat(done) + ".".repeat(BAR - done) + "]";
    }

    private String line(LossRecorded loss) {
        return String.format(
                Locale.ROOT,
                "epoch %d/%d  iteration %d/%d  loss D %.4f  G %.4f%s",
                loss.epoch() + 1,
                job.epochs(),
                loss.iteration() + 1,
                steps / job.epochs(),
                loss.discriminatorLoss(),
                loss.generatorLoss(),
                pace(loss));
    }

    private String pace(LossRecorded loss) {
        double secondsLeft = (steps - loss.step() - 1) * job.batchSize() / loss.imagesPerSecond();
        boolean tells = loss.imagesPerSecond() > 0
                && Double.isFinite(loss.imagesPerSecond())
                && secondsLeft <= LONGEST_TIME_LEFT.toSeconds();
        return tells
                ? String.format(
                        Locale.ROOT, "  %.0f images/s  %s left", loss.imagesPerSecond(), text(Duration.ofSeconds((long)
                                secondsLeft)))
                : "";
    }

    /** As in 1:02:03 */
    private static String text(Duration duration) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
