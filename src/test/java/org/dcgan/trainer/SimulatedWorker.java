package org.dcgan.trainer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.dcgan.message.Crash;
import org.dcgan.message.Json;
import org.dcgan.message.TrainingJob;
import org.dcgan.trainer.Attempt.Position;
import org.dcgan.trainer.Delivery.Action;
import org.dcgan.trainer.Delivery.Ended;
import org.dcgan.trainer.Delivery.Ended.How;
import org.dcgan.trainer.JobHandler.Verdict;
import org.dcgan.trainer.Schedule.SimulatedJob;
import org.dcgan.trainer.SimulatedCluster.Evidence;
import org.dcgan.trainer.SimulatedQueue.Delivered;

/**
 * A model of a worker's process around the real protocol core: what {@link Worker}, {@link Journal}, {@link HandlerThread} and the
 * queues do with threads and waits, as events in virtual time. It may be killed, suspended, cut off or stopped between any two.
 */
final class SimulatedWorker {
    private static final long TIMEOUT = 5_000;
    private static final long POLL = 500;
    private static final long PATIENCE = 15_000;
    private static final long TIME_TO_KEEP = 10_000;
    private static final long LONGEST_PAUSE = 10_000;
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
    private static final int BACKLOG = 12;
    /** What is in it does not matter here. */
    private static final TrainingJob JOB = Json.read("{}".getBytes(StandardCharsets.UTF_8), TrainingJob.class);

    final String name;
    final String host;
    private final SimulatedCluster cluster;
    private final VirtualTime time;
    private final int number;
    private final double clockRate;
    private int life;
    private boolean alive;
    private boolean stopping;
    private long suspendedUntil;
    private long cutOffUntil;
    private long answersLostUntil;
    private long wallClockAhead;
    private Handling handling;

    SimulatedWorker(SimulatedCluster cluster, int number, String host, double clockRate) {
        this.cluster = cluster;
        this.time = cluster.time;
        this.number = number;
        this.name = "worker-" + number; // the same after a restart, as in a container
        this.host = host;
        this.clockRate = clockRate;
    }

    /** Which of its lives the process is in. */
    int life() {
        return life;
    }

    boolean isTraining(String jobId) {
        return handling != null && handling.job.id().equals(jobId) && handling.attempt != null;
    }

    void start() {
        alive = true;
        stopping = false;
        reportCrashes(this::poll);
        heartbeat();
    }

    void kill(long restartAfter) {
        if (alive) {
            if (handling != null && handling.evidence != null) {
                cluster.killed(this, handling.job.id(), false);
            }
            end(restartAfter);
        }
    }

    /** As SIGTERM does. */
    void stop(long restartAfter) {
        if (!alive || stopping) {
            return;
        }
        stopping = true;
        int ending = life;
        if (handling == null) {
            exit(restartAfter);
            return;
        }
        handling.removeEvidence();
        handling.onceOver = () -> exit(restartAfter);
        mine(PATIENCE, () -> {
            if (ending == life) {
                exit(restartAfter);
            }
        });
    }

    void suspend(long until) {
        suspendedUntil = Math.max(suspendedUntil, until);
    }

    void cutOff(long until) {
        cutOffUntil = Math.max(cutOffUntil, until);
        cluster.queue.disconnected(number);
    }

    void loseAnswers(long until) {
        answersLostUntil = Math.max(answersLostUntil, until);
    }

    void jump(long millis) {
        wallClockAhead += millis;
    }

    private void exit(long restartAfter) {
        if (canReachBroker()) {
            cluster.queue.left(number);
        }
        end(restartAfter);
    }

    private void end(long restartAfter) {
        alive = false;
        life++;
        handling = null;
        suspendedUntil = 0;
        cluster.queue.died(number);
        time.after(500 + restartAfter, this::start);
    }

    private void heartbeat() {
        if (canReachBroker()) {
            cluster.queue.heartbeat(number, time.now());
        }
        mine(SimulatedCluster.LOCK / 6, this::heartbeat);
    }

    private void poll() {
        if (stopping) {
            return;
        }
        if (!canReachBroker()) {
            mine(POLL, this::poll);
            return;
        }
        // its answer is not lost alone: that would be the end of the connection
        Optional<Delivered> taken = cluster.queue.take(number, time.now());
        mine(brokerMillis(), () -> taken.ifPresentOrElse(this::handle, () -> mine(POLL, this::poll)));
    }

    private void reconnect() {
        cluster.queue.disconnected(number);
        mine(1_000, this::poll);
    }

    private void handle(Delivered delivered) {
        if (stopping) {
            reconnect();
            return;
        }
        handling = new Handling(delivered);
        handling.begin();
    }

    private void answer(Delivered delivered, Verdict verdict) {
        call(
                this::canReachBroker,
                this::brokerMillis,
                () -> cluster.finish(delivered, verdict),
                taken -> {
                    if (taken) {
                        poll();
                    } else {
                        reconnect();
                    }
                },
                this::reconnect);
    }

    private void reportCrashes(Runnable then) {
        for (Evidence found : cluster.abandonedOn(host)) {
            onBroker(
                    () -> {
                        cluster.append(found.crash());
                        return true;
                    },
                    published -> {
                        cluster.remove(found);
                        reportCrashes(then);
                    });
            return;
        }
        then.run();
    }

    private boolean canReachBroker() {
        return cluster.isBrokerThere() && time.now() >= cutOffUntil;
    }

    private int brokerMillis() {
        return 1 + cluster.random.nextInt(cluster.random.nextInt(20) == 0 ? 2_000 : 20);
    }

    private boolean answersAreLost() {
        return time.now() < answersLostUntil && cluster.random.nextBoolean();
    }

    /** Does something after a while, if the process lives then; a suspended one does it later. */
    private void mine(long delay, Runnable action) {
        int current = life;
        time.after(delay, () -> {
            if (life == current && alive) {
                if (time.now() < suspendedUntil) {
                    mine(suspendedUntil - time.now(), action);
                } else {
                    action.run();
                }
            }
        });
    }

    /** Asks a server. What was sent arrives even if the sender dies, and may take effect without being answered. */
    private <T> void call(
            BooleanSupplier reachable, IntSupplier millis, Supplier<T> effect, Consumer<T> answered, Runnable failed) {
        int sent = life;
        time.after(millis.getAsInt(), () -> {
            if (!reachable.getAsBoolean()) {
                ifStill(sent, TIMEOUT, failed);
                return;
            }
            T answer = effect.get();
            if (answersAreLost()) {
                ifStill(sent, TIMEOUT, failed);
            } else {
                ifStill(sent, 1 + cluster.random.nextInt(10), () -> answered.accept(answer));
            }
        });
    }

    private void ifStill(int sent, long delay, Runnable action) {
        if (life == sent && alive) {
            mine(delay, action);
        }
    }

    private <T> void onBroker(Supplier<T> effect, Consumer<T> then) {
        untilDone(this::canReachBroker, this::brokerMillis, effect, then, 200);
    }

    private <T> void onStore(Supplier<T> effect, Consumer<T> then) {
        untilDone(cluster::isStoreThere, cluster::storeMillis, effect, then, 200);
    }

    private <T> void untilDone(
            BooleanSupplier reachable, IntSupplier millis, Supplier<T> effect, Consumer<T> then, long pause) {
        Handling asking = handling;
        call(
                reachable,
                millis,
                effect,
                answer -> {
                    if (asking == handling) {
                        then.accept(answer);
                    }
                },
                () -> mine(pause, () -> {
                    if (asking == handling) {
                        untilDone(reachable, millis, effect, then, Math.min(2 * pause, LONGEST_PAUSE));
                    }
                }));
    }

    /** One delivery and what is in hand for it. */
    private final class Handling {
        private final Delivered delivered;
        private final SimulatedJob job;
        private final Lease lease;
        private final Delivery delivery;
        private final Queue<Runnable> backlog = new ArrayDeque<>();
        private Evidence evidence;
        private Runnable onceOver = SimulatedWorker.this::poll;
        private Attempt attempt;
        private CheckpointTimer timer;
        private Function<Ended, Action> trained;
        private Optional<String> failure = Optional.empty();
        private long lostAt = -1;
        private int step;
        private long value;

        Handling(Delivered delivered) {
            this.delivered = delivered;
            this.job = cluster.job(delivered.message().job);
            this.lease = new Lease(Duration.ofMillis(SimulatedCluster.LOCK), this::nanoTime);
            this.delivery =
                    new Delivery(JOB.identified(job.id()), delivered.message().path, delivered.deliveries(), name);
        }

        void begin() {
            mine(lease.renewalPause().toMillis(), this::renew);
            perform(delivery.begin());
        }

        private long nanoTime() {
            return (long) (time.now() * 1e6 * clockRate);
        }

        private boolean isOver() {
            return handling != this;
        }

        private void renew() {
            if (isOver()) {
                return;
            }
            if (lease.isHeld()) {
                long asked = nanoTime();
                call(
                        SimulatedWorker.this::canReachBroker,
                        SimulatedWorker.this::brokerMillis,
                        () -> cluster.queue.renew(delivered, time.now()),
                        renewed -> {
                            if (renewed) {
                                lease.extend(asked);
                            } else {
                                lease.lose();
                            }
                        },
                        () -> {});
            } else if (lostAt < 0) {
                lostAt = time.now();
            } else if (time.now() - lostAt > TIME_TO_KEEP) {
                finish(Verdict.GIVE_BACK); // interrupted
                return;
            }
            mine(lease.renewalPause().toMillis(), this::renew);
        }

        private void perform(Action action) {
            if (isOver()) {
                return;
            }
            if (action instanceof Delivery.Finish finish) {
                finish(finish.verdict());
            } else if (!lease.isHeld() && !Delivery.isAllowedWithoutLease(action)) {
                finish(Verdict.GIVE_BACK);
            } else if (action instanceof Delivery.Look look) {
                reportCrashes(() -> onBroker(
                        () -> cluster.known(job.id()),
                        known -> perform(look.then().apply(known))));
            } else if (action instanceof Delivery.AskStore ask) {
                onStore(
                        () -> cluster.isAccepted(job.id()),
                        accepted -> perform(ask.then().apply(accepted)));
            } else if (action instanceof Delivery.LoadImages load) {
                leaveEvidence(load);
                mine(20, () -> perform(load.then().apply(job.steps())));
            } else if (action instanceof Delivery.Publish publish) {
                onBroker(
                        () -> {
                            cluster.append(publish.state());
                            return true;
                        },
                        published -> perform(publish.then().get()));
            } else if (action instanceof Delivery.PublishAgain again) {
                onBroker(
                        () -> {
                            cluster.queue.publishAgain(delivered.message());
                            return true;
                        },
                        published -> perform(again.then().get()));
            } else if (action instanceof Delivery.Accept accept) {
                onStore(
                        () -> {
                            cluster.accept(job.id());
                            return true;
                        },
                        stored -> perform(accept.then().get()));
            } else if (action instanceof Delivery.Train train) {
                train(train);
            } else if (action instanceof Delivery.Settle settle) {
                settle(settle);
            } else if (action instanceof Delivery.Pause pause) {
                mine(1_000, () -> perform(pause.then().get()));
            } else {
                throw new IllegalStateException("not simulated: " + action);
            }
        }

        private void leaveEvidence(Delivery.LoadImages load) {
            Instant begun = Instant.ofEpochMilli(1_000_000 + time.now() + wallClockAhead);
            long reached = load.position().step();
            evidence = new Evidence(
                    SimulatedWorker.this,
                    new Crash(job.id(), load.attempt(), begun, reached, reached, name, "its process died", null));
            if (!stopping) {
                cluster.leave(evidence);
            }
        }

        private void removeEvidence() {
            if (evidence != null) {
                cluster.remove(evidence);
            }
        }

        private void train(Delivery.Train train) {
            attempt = train.attempt();
            trained = train.then();
            timer = new CheckpointTimer(CHECKPOINT_INTERVAL, this::nanoTime);
            onStore(() -> cluster.newestCheckpoint(job.id()), newest -> {
                step = newest.map(Map.Entry::getKey).orElse(0);
                value = newest.map(Map.Entry::getValue).orElse(0L);
                evidence.firstStep = step;
                publishRunning(false);
                makeStep();
            });
        }

        private void makeStep() {
            if (isOver()) {
                return;
            }
            evidence.step = step;
            if (step == job.steps()) {
                store(() -> failure = cluster.results(job.id()));
                perform(trained.apply(new Ended(How.COMPLETE, position(), null)));
                return;
            }
            boolean isCancelled = canReachBroker() && cluster.isCancelled(job.id());
            Optional<StopReason> stop = Delivery.stopReason(lease.isHeld(), isCancelled, stopping);
            if (stop.isPresent()) {
                perform(trained.apply(new Ended(How.of(stop.get()), position(), "stopped")));
            } else if (backlog.size() >= BACKLOG) {
                mine(50, this::makeStep);
            } else if (step == job.poisonStep()) {
                cluster.killed(SimulatedWorker.this, job.id(), true);
                end(cluster.random.nextInt(5_000));
            } else {
                mine(job.stepMillis(), this::stepMade);
            }
        }

        private void stepMade() {
            if (isOver()) {
                return;
            }
            value = SimulatedCluster.next(value, job.id(), step);
            if (step % job.iterations() % job.recordEvery() == 0) {
                record(step, value);
            }
            step++;
            if (step % job.iterations() == 0 || timer.isDue()) {
                saveCheckpoint();
                publishRunning(true);
                timer.restart();
            }
            makeStep();
        }

        private void record(int recorded, long recordedValue) {
            store(() -> cluster.putGrid(job.id(), recorded, recordedValue));
            publish(() -> cluster.appendLoss(job.id(), attempt.number(), name, recorded, recordedValue));
        }

        /** The files, then the manifest: in between the checkpoint is torn. */
        private void saveCheckpoint() {
            int saved = step;
            long savedValue = value;
            store(() -> {});
            store(() -> cluster.putCheckpoint(job.id(), saved, savedValue));
            store(() -> cluster.removeCheckpointsWithinEpochs(job.id(), saved));
        }

        private void publishRunning(boolean afterCheckpoint) {
            Position reached = position();
            publish(() -> {
                if (lease.isHeld()) {
                    cluster.append(attempt.running(reached, afterCheckpoint));
                }
            });
        }

        private void settle(Delivery.Settle settle) {
            if (settle.checkpoint()) {
                saveCheckpoint();
            }
            later(() -> {
                next();
                perform(settle.then().apply(failure));
            });
        }

        private void store(Runnable effect) {
            later(() -> onStore(done(effect), done -> next()));
        }

        private void publish(Runnable effect) {
            later(() -> onBroker(done(effect), done -> next()));
        }

        private void later(Runnable task) {
            backlog.add(task);
            if (backlog.size() == 1) {
                mine(0, task);
            }
        }

        private void next() {
            backlog.poll();
            if (!backlog.isEmpty() && !isOver()) {
                mine(0, backlog.peek());
            }
        }

        private Position position() {
            return new Position(step / job.iterations(), step);
        }

        private void finish(Verdict verdict) {
            removeEvidence();
            handling = null;
            Runnable next = onceOver;
            if (stopping) {
                if (lease.isHeld()) {
                    call(
                            SimulatedWorker.this::canReachBroker,
                            SimulatedWorker.this::brokerMillis,
                            () -> cluster.finish(delivered, verdict),
                            taken -> next.run(),
                            next);
                } else {
                    next.run();
                }
            } else if (lease.isHeld()) {
                answer(delivered, verdict);
            } else {
                reconnect();
            }
        }
    }

    private static Supplier<Boolean> done(Runnable effect) {
        return () -> {
            effect.run();
            return true;
        };
    }
}
