package org.dcgan.checkpoint;

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
 * jobs/ID/timelapse.gif
 * jobs/ID/internals/output.png, layer-2.png, layer-3.png, layer-4.png
 * </pre>
 *
 * @param jobId the job
 */
public record JobObjects(String jobId) {
    /** Under which every job lies. */
    static final String ALL = "jobs/";

    /** Under which every object of the job lies; ends in a slash. */
    public String prefix() {
        return ALL + jobId + "/";
    }

    /** The job as accepted. */
    public String job() {
        return prefix() + "job.json";
    }

    /** Under which every checkpoint lies; ends in a slash. */
    public String checkpoints() {
        return prefix() + "checkpoints/";
    }

    /** The checkpoint after an epoch; ends in a slash. */
    public String epochCheckpoint(int epoch) {
        return checkpoints() + "epoch-" + epoch + "/";
    }

    /** What the keys of all checkpoints within an epoch begin with. */
    String stepCheckpoints() {
        return checkpoints() + "step-";
    }

    /** The checkpoint within an epoch, after so many iterations of the run; ends in a slash. */
    String stepCheckpoint(long step) {
        return stepCheckpoints() + step + "/";
    }

    /** Where the checkpoint that the job starts from is copied to; ends in a slash. */
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

    /** A file about the losses. */
    public String losses(String file) {
        return prefix() + "losses/" + file;
    }

    /** The fakes of every save step as an animation. */
    public String timelapse() {
        return prefix() + "timelapse.gif";
    }

    /** A picture of the inside of the trained generator. */
    public String internals(String file) {
        return prefix() + "internals/" + file;
    }
}
