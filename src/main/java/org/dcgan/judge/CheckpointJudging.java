package org.dcgan.judge;

import ai.djl.Device;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dcgan.checkpoint.AcceptedJobs;
import org.dcgan.checkpoint.CheckpointPruning;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.checkpoint.Networks;
import org.dcgan.checkpoint.Pointer;
import org.dcgan.checkpoint.StoredQualities;
import org.dcgan.gan.Generator;
import org.dcgan.gan.PyTorch;
import org.dcgan.gan.Tensor;
import org.dcgan.message.Cancellation;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.QualityMeasured;
import org.dcgan.message.Scores;
import org.dcgan.message.TrainingJob;
import org.dcgan.topic.Publisher;
import org.dcgan.topic.Topic;
import org.jboss.logging.Logger;

/**
 * Judges a checkpoint, stores and publishes its quality, and acts on it: moves the best pointers, prunes, stops collapsed runs. May
 * be repeated: a quality that this judge has already found for the same networks is only published again.
 */
@Singleton
final class CheckpointJudging {
    private static final Logger LOG = Logger.getLogger(CheckpointJudging.class);
    /** More than the number of jobs trained at the same time. */
    private static final int JOBS = 100;

    private final Judges judges;
    private final AcceptedJobs accepted;
    private final Checkpoints checkpoints;
    private final StoredQualities qualities;
    private final CheckpointPruning pruning;
    private final Publisher publisher;
    private final Clock clock;
    /** Of the jobs judged last, by id, so that not all earlier qualities are read at each epoch. */
    private final Cache<String, Earlier> earlier =
            CacheBuilder.newBuilder().maximumSize(JOBS).build();

    /**
     * The results up to an epoch.
     *
     * @param best the quality of the largest coverage
     */
    private record Earlier(int epoch, String judge, QualityMeasured best) {}

    @Inject
    CheckpointJudging(
            Judges judges,
            AcceptedJobs accepted,
            Checkpoints checkpoints,
            StoredQualities qualities,
            CheckpointPruning pruning,
            Publisher publisher,
            Clock clock) {
        this.judges = judges;
        this.accepted = accepted;
        this.checkpoints = checkpoints;
        this.qualities = qualities;
        this.pruning = pruning;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Judges the checkpoint after an epoch, if its data set has a judge. Those after earlier epochs were judged before.
     *
     * @throws org.dcgan.checkpoint.DamagedCheckpointException if an object of it is missing or damaged
     * @throws IllegalArgumentException if it is undamaged but not of these networks
     * @throws java.util.concurrent.CancellationException if the thread is interrupted before it has judged
     * @return the SHA-256 of its manifest; empty if its data set has no judge
     */
    Optional<String> pass(String jobId, int epoch) {
        CheckpointSaved saved =
                checkpoints.find(jobId, epoch).orElseThrow(() -> new IllegalArgumentException("its manifest is gone"));
        TrainingJob job =
                accepted.find(jobId).orElseThrow(() -> new IllegalArgumentException("its job has no job.json"));
        return judges.of(job.dataset()).map(judge -> {
            Optional<QualityMeasured> known = known(saved, judge);
            QualityMeasured quality = known.orElseGet(() -> measure(saved, judge));
            compareWithBest(
                    quality,
                    saved,
                    job.dataset(),
                    known.isEmpty()); // before the event, on which samplers read the pointers
            publisher.publish(Topic.QUALITIES, jobId + "/" + epoch, at(quality));
            if (job.stopOnCollapse() && isCollapsed(quality) && wasCollapsedBefore(quality)) {
                cancel(quality);
            }
            pruning.prune(job, true, deleted -> publisher.delete(Topic.CHECKPOINTS, deleted.toString()));
            return saved.sha256();
        });
    }

    private Optional<QualityMeasured> known(CheckpointSaved saved, Judge judge) {
        return qualities
                .find(saved.jobId(), saved.epoch())
                .filter(quality ->
                        saved.sha256().equals(quality.sha256()) && judge.name().equals(quality.judge()));
    }

    private QualityMeasured measure(CheckpointSaved saved, Judge judge) {
        long start = System.nanoTime();
        Networks networks = checkpoints.networks(saved);
        Scores scores = scores(judge, networks.generator());
        Optional<QualityMeasured> best = bestBefore(saved, judge);
        QualityMeasured quality = new QualityMeasured(
                saved.jobId(),
                saved.epoch(),
                saved.step(),
                saved.sha256(),
                judge.name(),
                Judge.IMAGES,
                scores,
                networks.averaged().isEmpty() ? null : scores(judge, networks.averaged()),
                judge.floor().orElse(null),
                Collapse.of(scores, best).orElse(null),
                null);
        if (!checkpoints.exists(saved.jobId(), saved.epoch())) {
            throw new IllegalArgumentException("it was deleted while it was judged");
        }
        qualities.save(quality);
        QualityMeasured bestNow =
                Collapse.best(Stream.concat(best.stream(), Stream.of(quality))).orElseThrow();
        earlier.put(saved.jobId(), new Earlier(saved.epoch(), judge.name(), bestNow));
        LOG.infof(
                "checkpoint %s/%d judged in %.1f s: Fréchet distance %.3f, coverage %.3f",
                saved.jobId(),
                saved.epoch(),
                (System.nanoTime() - start) / 1e9,
                scores.frechetDistance(),
                scores.coverage());
        return quality;
    }

    private static Scores scores(Judge judge, Map<String, Tensor> stateDict) {
        try (Generator generator = new Generator(Device.cpu(), stateDict)) {
            return judge.judge(generator);
        } finally {
            PyTorch.giveBackMemory();
        }
    }

    private Optional<QualityMeasured> bestBefore(CheckpointSaved saved, Judge judge) {
        Earlier known = earlier.getIfPresent(saved.jobId());
        if (known != null && known.epoch() == saved.epoch() - 1 && known.judge().equals(judge.name())) {
            return Optional.of(known.best());
        }
        return Collapse.best(qualities.tags(saved.jobId()).headMap(saved.epoch()).keySet().stream()
                .flatMap(epoch -> qualities.find(saved.jobId(), epoch).stream())
                .filter(quality -> judge.name().equals(quality.judge())));
    }

    private static boolean isCollapsed(QualityMeasured quality) {
        return quality.collapse() != null;
    }

    /** Only after two epochs in a row: one may be a fluctuation, or the first epoch of a run. */
    private boolean wasCollapsedBefore(QualityMeasured quality) {
        return qualities
                .find(quality.jobId(), quality.epoch() - 1)
                .filter(CheckpointJudging::isCollapsed)
                .isPresent();
    }

    private void cancel(QualityMeasured quality) {
        LOG.warnf("job %s is cancelled: %s", quality.jobId(), quality.collapse());
        publisher.publish(
                Topic.CANCELLATIONS,
                quality.jobId(),
                new Cancellation(quality.jobId(), "judge: " + quality.collapse(), clock.instant()));
    }

    private QualityMeasured at(QualityMeasured quality) {
        return new QualityMeasured(
                quality.jobId(),
                quality.epoch(),
                quality.step(),
                quality.sha256(),
                quality.judge(),
                quality.images(),
                quality.scores(),
                quality.averaged(),
                quality.floor(),
                quality.collapse(),
                clock.instant());
    }

    /**
     * Scores of different judges cannot be compared. So each data set has its own best checkpoint, and a checkpoint chosen by a
     * replaced judge no longer counts until the new judge has judged it. The best of all runs is that of the data set judged last.
     *
     * @param judgedNow whether the quality is new, not only published again
     */
    private void compareWithBest(QualityMeasured quality, CheckpointSaved saved, String dataset, boolean judgedNow) {
        Pointer best = qualities.best(dataset);
        best.setIf(saved, named -> isBetter(quality, named));
        if (judgedNow) {
            best.get().ifPresent(named -> qualities.best().setIf(named, other -> !other.equals(named)));
        } else {
            qualities.best().setIf(saved, named -> isOf(named, dataset) && isBetter(quality, named));
        }
    }

    private boolean isBetter(QualityMeasured quality, CheckpointSaved named) {
        return qualities
                .find(named.jobId(), named.epoch())
                .filter(best -> best.judge().equals(quality.judge()))
                .map(best -> quality.scores().frechetDistance() < best.scores().frechetDistance())
                .orElse(true);
    }

    private boolean isOf(CheckpointSaved saved, String dataset) {
        return accepted.find(saved.jobId())
                .map(job -> job.dataset().equals(dataset))
                .orElse(true);
    }
}
