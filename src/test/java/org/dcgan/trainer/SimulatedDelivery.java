package org.dcgan.trainer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.dcgan.message.Crash;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.trainer.Delivery.Action;
import org.dcgan.trainer.JobHandler.Verdict;
import org.dcgan.trainer.Schedule.SimulatedJob;
import org.dcgan.trainer.SimulatedQueue.Delivered;

/** A message in the hands of a worker: what {@link Worker} and {@link HandlerThread} do with it, around the real {@link Delivery}. */
final class SimulatedDelivery {
    /** Its fields are of no meaning here, but for the id. */
    private static final TrainingJob JOB = Json.read("{}".getBytes(StandardCharsets.UTF_8), TrainingJob.class);

    private static final long LONGEST_WAIT_FOR_NEIGHBOURS = 60_000;

    final SimulatedJob job;
    private final SimulatedWorker worker;
    private final SimulatedCluster cluster;
    private final Delivered delivered;
    private final Lease lease;
    private final Delivery core;
    private SimulatedEvidence evidence;
    private SimulatedRun run;
    private long lostAt = -1;

    /** @param asked when the worker asked for the message, by its clock */
    SimulatedDelivery(SimulatedWorker worker, Delivered delivered, long asked) {
        this.worker = worker;
        this.cluster = worker.cluster;
        this.delivered = delivered;
        this.job = cluster.schedule().jobs().get(delivered.message().job);
        this.lease = new Lease(Duration.ofMillis(SimulatedCluster.LOCK), asked, worker.process::nanoTime);
        this.core =
                new Delivery(JOB.identified(job.id()), delivered.message().path, delivered.deliveries(), worker.name);
    }

    void begin() {
        cluster.delivered(delivered, worker);
        worker.process.after(lease.renewalPause().toMillis(), this::renew);
        perform(core.begin());
    }

    boolean isHeld() {
        return lease.isHeld();
    }

    boolean isOver() {
        return !worker.hasInHand(this);
    }

    boolean isTraining() {
        return run != null;
    }

    /** The crash that the process' end would be now, if that left evidence. */
    Optional<Crash> crash() {
        return Optional.ofNullable(evidence).filter(cluster.evidence::contains).map(SimulatedEvidence::crash);
    }

    void removeEvidence() {
        if (evidence != null) {
            cluster.evidence.remove(evidence);
        }
    }

    void perform(Action action) {
        if (isOver()) {
            return;
        }
        if (action instanceof Delivery.Finish finish) {
            finish(finish.verdict());
        } else if (!lease.isHeld() && !Delivery.isAllowedWithoutLease(action)) {
            finish(Verdict.GIVE_BACK);
        } else if (action instanceof Delivery.Look look) {
            worker.reportCrashes(() -> worker.onBroker(
                    () -> cluster.topics.known(job.id()),
                    known -> perform(look.then().apply(known))));
        } else if (action instanceof Delivery.AskStore ask) {
            worker.onStore(
                    () -> cluster.store.isAccepted(job.id()),
                    accepted -> perform(ask.then().apply(accepted)));
        } else if (action instanceof Delivery.Begin begin) {
            begin(begin);
        } else if (action instanceof Delivery.LoadImages load) {
            worker.process.after(20, () -> perform(load.then().apply(job.steps())));
        } else if (action instanceof Delivery.Publish publish) {
            worker.onBroker(
                    () -> cluster.append(publish.state()),
                    () -> perform(publish.then().get()));
        } else if (action instanceof Delivery.PublishAgain again) {
            worker.onBroker(
                    () -> cluster.queue.publishAgain(delivered.message()),
                    () -> perform(again.then().get()));
        } else if (action instanceof Delivery.Accept accept) {
            worker.onStore(
                    () -> cluster.store.accept(job.id()),
                    () -> perform(accept.then().get()));
        } else if (action instanceof Delivery.Train train) {
            run = new SimulatedRun(this, worker, evidence, train);
            run.begin();
        } else if (action instanceof Delivery.Settle settle) {
            run.settle(settle.checkpoint(), failure -> perform(settle.then().apply(failure)));
        } else if (action instanceof Delivery.Pause pause) {
            worker.process.after(1_000, () -> perform(pause.then().get()));
        } else {
            throw new IllegalStateException("not simulated: " + action);
        }
    }

    private void renew() {
        if (isOver()) {
            return;
        }
        if (lease.isHeld()) {
            long asked = worker.process.nanoTime();
            worker.askBrokerOnce(
                    () -> cluster.queue.renew(delivered, cluster.time.now()),
                    renewed -> {
                        if (renewed) {
                            lease.extend(asked);
                        } else {
                            lease.lose();
                        }
                    },
                    () -> {});
        } else if (lostAt < 0) {
            lostAt = cluster.time.now();
        } else if (cluster.time.now() - lostAt > lease.granted().toMillis()) {
            finish(Verdict.GIVE_BACK); // interrupted
            return;
        }
        worker.process.after(lease.renewalPause().toMillis(), this::renew);
    }

    private void begin(Delivery.Begin begin) {
        long reached = begin.position().step();
        evidence = new SimulatedEvidence(
                worker.process,
                new Crash(
                        job.id(),
                        begin.attempt(),
                        worker.process.wallClock(),
                        reached,
                        reached,
                        true,
                        worker.name,
                        "its process died",
                        null));
        if (worker.process.isStopping()) {
            perform(begin.then().get()); // from now on its end is no job's fault
        } else if (cluster.evidence.begin(evidence, begin.alone())) {
            waitUntilAlone(begin, cluster.time.now() + LONGEST_WAIT_FOR_NEIGHBOURS);
        } else {
            perform(begin.refused().get());
        }
    }

    private void waitUntilAlone(Delivery.Begin begin, long end) {
        if (isOver()) {
            return;
        }
        if (cluster.time.now() > end) {
            cluster.evidence.admitOthers(evidence);
        }
        if (cluster.evidence.mayTrain(evidence)) {
            perform(begin.then().get());
        } else if (worker.process.isStopping() || !lease.isHeld()) {
            perform(begin.refused().get());
        } else {
            worker.process.after(200, () -> waitUntilAlone(begin, end));
        }
    }

    private void finish(Verdict verdict) {
        removeEvidence();
        worker.handled(delivered, verdict, lease.isHeld());
    }
}
