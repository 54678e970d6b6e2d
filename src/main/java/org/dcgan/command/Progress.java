package org.dcgan.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.dcgan.message.JobState;
import org.dcgan.message.LossRecorded;
import org.dcgan.message.Printable;
import org.dcgan.message.TrainingJob;

/** Shows how far a job has come: a bar that is drawn over and over on a terminal, lines elsewhere. */
final class Progress {
    private static final int BAR = 30;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final TrainingJob job;
    private final boolean interactive;
    private final PrintStream out;
    private JobState.State shown;
    private long steps;

    Progress(TrainingJob job, boolean interactive, PrintStream out) {
        this.job = job;
        this.interactive = interactive;
        this.out = out;
    }

    /** Shows a state that is another than the one before. */
    void show(JobState state) {
        steps = state.steps();
        if (state.state() != shown) {
            shown = state.state();
            String reason = state.reason() == null ? "" : ": " + Printable.line(state.reason());
            out.printf(
                    "%s%s, step %d of %d%s%n",
                    interactive ? CLEAR_LINE : "", state.state(), state.step(), steps, reason);
        }
    }

    /** Shows a recorded iteration. */
    void show(LossRecorded loss) {
        if (interactive) {
            out.print(CLEAR_LINE + bar(loss) + " " + line(loss));
            out.flush();
        } else {
            out.println(line(loss));
        }
    }

    private String bar(LossRecorded loss) {
        int done = (int) (BAR * (loss.step() + 1) / Math.max(1, steps));
        return "[" + "#".repeat(done) + ".".repeat(BAR - done) + "]";
    }

    private String line(LossRecorded loss) {
        double stepsPerSecond = loss.imagesPerSecond() / job.batchSize();
        Duration left = Duration.ofSeconds((long) ((steps - loss.step() - 1) / stepsPerSecond));
        return String.format(
                Locale.ROOT,
                "epoch %d/%d  iteration %d/%d  loss D %.4f  G %.4f  %.0f images/s  %s left",
                loss.epoch() + 1,
                job.epochs(),
                loss.iteration() + 1,
                steps / job.epochs(),
                loss.discriminatorLoss(),
                loss.generatorLoss(),
                loss.imagesPerSecond(),
                text(left));
    }

    /** As in 1:02:03 */
    private static String text(Duration duration) {
        return String.format("%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
