package org.dcgan.judge;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dcgan.checkpoint.Checkpoints;
import org.dcgan.gan.PyTorch;
import org.dcgan.message.CheckpointSaved;
import org.dcgan.message.Json;
import org.dcgan.process.RoleReadiness;
import org.dcgan.process.ServiceThreads;
import org.dcgan.retry.Retries;
import org.dcgan.topic.Outage;
import org.dcgan.topic.SkippedMessages;
import org.dcgan.topic.Topic;
import org.dcgan.topic.TopicFollower;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Judges every checkpoint, if this process is a judge: at startup those in the store, then those that are announced; one at a time,
 * and those of a job in the order of its epochs. Its threads have low priority, so that training in the same process hardly slows
 * down.
 */
@Readiness
@Singleton
final class JudgeRole implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(JudgeRole.class);
    /** How long the current computation may take at shutdown. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How often to check whether a data set has a judge now. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private static final String UNKNOWN = "";

    private final RoleReadiness readiness = new RoleReadiness("judge");
    private final boolean played;
    private final Provider<Map<String, Object>> kafka;
    private final Checkpoints checkpoints;
    private final CheckpointJudging judging;
    private final Judges judges;
    private final Retries retries;
    private final ServiceThreads threads;
    private final TopicFollower follower;
    /** Jobs that may have checkpoints to judge. */
    private final BlockingQueue<String> jobs = new LinkedBlockingQueue<>();
    /** The processed checkpoints, each with the SHA-256 of its manifest. */
    private final Map<Epoch, String> done = new ConcurrentHashMap<>();
    /** The announced epochs of jobs that are not processed yet. */
    private final Map<String, Set<Integer>> announced = new ConcurrentHashMap<>();
    /** The epoch of each job up to which all its checkpoints are processed. */
    private final Map<String, Integer> complete = new HashMap<>();

    /** Jobs whose data sets have no judge. */
    private final Set<String> waiting = new LinkedHashSet<>();

    private Thread thread;
    private long lookedAt;
    private volatile String refused;
    private volatile boolean stopping;

    private record Epoch(String jobId, int number) {
        @Override
        public String toString() {
            return jobId + "/" + number;
        }
    }

    @Inject
    JudgeRole(
            @ConfigProperty(name = "dcgan.role.judge") boolean played,
            @Identifier("default-kafka-broker") Provider<Map<String, Object>> kafka,
            Checkpoints checkpoints,
            CheckpointJudging judging,
            Judges judges,
            Retries retries,
            ServiceThreads threads,
            SkippedMessages skipped) {
        this.played = played;
        this.kafka = kafka;
        this.checkpoints = checkpoints;
        this.judging = judging;
        this.judges = judges;
        this.retries = retries;
        this.threads = threads;
        this.follower =
                new TopicFollower("judge-follower", threads, skipped, Map.of(Topic.CHECKPOINTS, this::noteCheckpoint));
    }

    void start(@Observes StartupEvent event) {
        if (played) {
            follower.open(kafka.get());
            thread = threads.start("judge", this::judge, cause -> {});
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        if (played) {
            stopping = true;
            thread.interrupt();
            follower.close();
            thread.join(PATIENCE.toMillis());
        }
    }

    /**
     * Reports not ready until the broker and the store have answered, and while one of them is unavailable. A damaged checkpoint is
     * reported, but does not make the role unready.
     */
    @Override
    public HealthCheckResponse call() {
        if (!played) {
            return readiness.notPlayed();
        }
        HealthCheckResponseBuilder answer = readiness.answer();
        Optional.ofNullable(refused).ifPresent(why -> answer.withData("refused", why));
        Optional<String> missing =
                follower.outage().map(Outage::reason).or(retries::obstacle).or(checkpoints::outage);
        return readiness.complete(answer, missing);
    }

    private void noteCheckpoint(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) { // it was deleted; a later one of this name is a new checkpoint
            if (message.key() != null) {
                String name = new String(message.key(), StandardCharsets.UTF_8);
                done.keySet().removeIf(epoch -> name.equals(epoch.toString()));
            }
            return;
        }
        CheckpointSaved saved = Json.read(message.value(), CheckpointSaved.class);
        done.computeIfPresent(
                new Epoch(saved.jobId(), saved.epoch()),
                (epoch, sha256) -> sha256.equals(saved.sha256()) ? sha256 : null);
        announced
                .computeIfAbsent(saved.jobId(), jobId -> ConcurrentHashMap.newKeySet())
                .add(saved.epoch());
        add(saved.jobId());
    }

    private void add(String jobId) {
        if (!jobs.contains(jobId)) {
            jobs.add(jobId);
        }
    }

    private void judge() throws InterruptedException {
        PyTorch.standBack();
        try {
            retries.untilDone(checkpoints::jobs).forEach(this::add);
            lookedAt = System.nanoTime();
            while (true) {
                String jobId = jobs.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                if (jobId != null) {
                    judge(jobId);
                }
                lookAgain();
            }
        } catch (InterruptedException | RuntimeException e) {
            if (!stopping) { // when interrupted, the store's client throws various exceptions
                throw e;
            }
        } finally {
            judges.close();
        }
    }

    /** A judge that is trained for a data set is not announced. */
    private void lookAgain() {
        if (System.nanoTime() - lookedAt >= LOOK_AGAIN.toNanos()) {
            lookedAt = System.nanoTime();
            waiting.forEach(this::add);
        }
    }

    private void judge(String jobId) throws InterruptedException {
        waiting.remove(jobId);
        for (int number : epochs(jobId)) {
            Epoch epoch = new Epoch(jobId, number);
            if (!done.containsKey(epoch) && !isDealtWith(epoch)) {
                complete.remove(jobId);
                waiting.add(jobId); // its data set has no judge yet
                return;
            }
            complete.merge(jobId, number, Math::max);
        }
    }

    /**
     * The epochs to process, in order. The store is asked for all of them only if some may never have been announced, so that the
     * cost per checkpoint does not grow with the run.
     */
    private Collection<Integer> epochs(String jobId) throws InterruptedException {
        SortedSet<Integer> news =
                new TreeSet<>(Optional.ofNullable(announced.remove(jobId)).orElse(Set.of()));
        Integer last = complete.get(jobId);
        boolean isWithoutGap = last != null
                && !news.isEmpty()
                && news.last() - last <= news.tailSet(last + 1).size();
        return isWithoutGap ? news : retries.untilDone(() -> checkpoints.epochs(jobId));
    }

    private boolean isDealtWith(Epoch epoch) throws InterruptedException {
        try {
            Optional<String> judged = retries.untilDone(() -> judging.pass(epoch.jobId(), epoch.number()));
            judged.ifPresent(sha256 -> done.put(epoch, sha256));
            return judged.isPresent();
        } catch (RuntimeException e) { // other checkpoints can still be judged
            if (stopping) {
                throw e;
            }
            if (!retries.untilDone(() -> checkpoints.exists(epoch.jobId(), epoch.number()))) {
                LOG.infof("checkpoint %s was deleted before it was judged", epoch);
                return true;
            }
            LOG.errorf("checkpoint %s cannot be judged: %s", epoch, e.getMessage());
            refused = epoch + ": " + e.getMessage();
            done.put(epoch, UNKNOWN);
            return true;
        }
    }
}
