package org.dcgan.sampler;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The existing checkpoints, and the served one.
 *
 * @param served the one that is served; absent before the first
 * @param pinned whether it stays served when there are newer or better ones
 * @param follows which one is served if none is pinned: latest, best or best:NAME
 * @param jobs the jobs with their checkpoints, by name
 * @param checkpoints the first ones in the requested order, with their quality
 */
@Schema(name = "Checkpoints")
public record CheckpointListing(
        String served, boolean pinned, String follows, List<Job> jobs, List<JudgedCheckpoint> checkpoints) {
    static final String EXAMPLE = """
            {"served":"mnist-1/9","pinned":false,"follows":"latest","jobs":[{"jobId":"mnist-1","epochs":[8,9]}],\
            "checkpoints":[{"jobId":"mnist-1","epoch":9,"judge":"9f86d0","scores":{"frechetDistance":12.5,\
            "kernelDistance":0.02,"inceptionScore":8.7,"density":0.81,"coverage":0.76,"confidence":0.94,\
            "classShares":[0.1,0.12,0.09,0.1,0.11,0.09,0.1,0.11,0.09,0.09]}},{"jobId":"mnist-1","epoch":8}]}""";

    /**
     * The checkpoints of a job.
     *
     * @param jobId the job
     * @param epochs epochs with a checkpoint
     */
    @Schema(name = "CheckpointsOfJob")
    public record Job(String jobId, List<Integer> epochs) {}
}
