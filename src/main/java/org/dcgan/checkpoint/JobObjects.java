package org.dcgan.checkpoint;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of one job's objects.
 *
 * <pre>
 * jobs/ID/job.json                                              the job as accepted, every default filled in
 * jobs/ID/checkpoints/epoch-E/manifest.json, …                  after each epoch, E from 0
 * jobs/ID/checkpoints/epoch-E/quality.json                      how good its images are, once it has been judged
 * jobs/ID/checkpoints/step-S/manifest.json, …                   within an epoch, until a newer checkpoint is complete
 * jobs/ID/checkpoints/epoch-E/held-by-OTHER                    while the job OTHER waits to start from it
 * jobs/ID/start/manifest.json, …                                what the job starts from, if that is another job's checkpoint
 * jobs/ID/samples/real_step_N.png, fake_step_N.png              N from 0, the save step
 * jobs/ID/losses/generator_loss.npy, discriminator_loss.npy, losses.png, losses.json
 * jobs/ID/losses/part-N.json                                    512 points each, N from 0, while there are more
 * jobs/ID/timelapse.gif
 * jobs/ID/internals/output.png, layer-2.png, layer-3.png, layer-4.png
 * </pre>
 *
 * @param jobId the job
 */
public record JobObjects(String jobId) {
    /** The prefix of all jobs. */
    static final String ALL = "jobs/";

    /** The prefix of all objects of the job; ends in a slash. */
    public String prefix() {
        return ALL + jobId + "/";
    }

    /** The job as accepted. */
    public String job() {
        return prefix() + "job.json";
    }

    /** The prefix of all checkpoints; ends in a slash. */
    public String checkpoints() {
        return prefix() + "checkpoints/";
    }

    /** The checkpoint after an epoch; ends in a slash. */
    public String epochCheckpoint(int epoch) {
        return checkpoints() + "epoch-" + epoch + "/";
    }

    /** The epochs whose checkpoints are among the folders, given as the store names them. */
    List<Integer> epochs(List<String> folders) {
        Pattern ofAnEpoch = Pattern.compile(Pattern.quote(checkpoints()) + "epoch-(\\d{1,9})/");
        return folders.stream()
                .map(ofAnEpoch::matcher)
                .filter(Matcher::matches)
                .map(match -> Integer.valueOf(match.group(1)))
                .toList();
    }

    /** The common prefix of all checkpoints within epochs. */
    String stepCheckpoints() {
        return checkpoints() + "step-";
    }

    /** The checkpoint within an epoch, after so many iterations of the run; ends in a slash. */
    String stepCheckpoint(long step) {
        return stepCheckpoints() + step + "/";
    }

    /** The folder with the copy of the checkpoint that the job starts from; ends in a slash. */
    String start() {
        return prefix() + "start/";
    }

    /** The grid of real images of a save step. */
    public String realGrid(long saveStep) {
        return prefix() + "samples/real_step_" + saveStep + ".png";
    }

    /** The grid of generated images of a save step. */
    public String fakeGrid(long saveStep) {
        return prefix() + "samples/fake_step_" + saveStep + ".png";
    }

    /** A file with losses. */
    public String losses(String file) {
        return prefix() + "losses/" + file;
    }

    /** A part of the points of a run with more points than one part holds; numbers from 0. */
    String lossPart(int number) {
        return losses("part-" + number + ".json");
    }

    /** The fakes of every save step as an animation. */
    public String timelapse() {
        return prefix() + "timelapse.gif";
    }

    /** A picture of the trained generator's layer outputs. */
    public String internals(String file) {
        return prefix() + "internals/" + file;
    }
}
