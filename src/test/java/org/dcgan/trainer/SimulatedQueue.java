package org.dcgan.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dcgan.message.MessagePath;
import org.dcgan.trainer.JobHandler.Verdict;

/** A model of {@code dcgan.jobs} and of the group that takes messages from it, as its broker sees them. */
abstract class SimulatedQueue {
    final List<Message> messages = new ArrayList<>();
    final long lockMillis;

    SimulatedQueue(long lockMillis) {
        this.lockMillis = lockMillis;
    }

    /** A message and what has become of it. */
    static final class Message {
        final int job;
        final String path;
        /** Whether the producer has taken it back, so that no reader sees it. */
        final boolean aborted;

        boolean done;

        private Message(int job, String path, boolean aborted) {
            this.job = job;
            this.path = path;
            this.aborted = aborted;
            this.done = aborted;
        }
    }

    /**
     * A delivery of a message to a worker.
     *
     * @param deliveries how often it has been delivered, this time included
     */
    record Delivered(Message message, int worker, long grant, int deliveries) {}

    final Message publish(int job, boolean aborted) {
        return add(job, place(), aborted);
    }

    final void publishAgain(Message copied) {
        add(copied.job, MessagePath.then(copied.path, place()), false);
    }

    private String place() {
        return "dcgan-jobs-0-" + messages.size();
    }

    private Message add(int job, String path, boolean aborted) {
        Message message = new Message(job, path, aborted);
        messages.add(message);
        return message;
    }

    /** The next message, for a worker that has none in hand. */
    abstract Optional<Delivered> take(int worker, long now);

    /** Whether the message is the worker's still; then it is so for the length of the lock from now on. */
    abstract boolean renew(Delivered delivered, long now);

    /** Takes the answer of a worker; false if the message is not its own any more. */
    abstract boolean finish(Delivered delivered, Verdict verdict, long now);

    /** The background thread of a worker's client says that it is there. */
    abstract void heartbeat(int worker, long now);

    /** A worker's connection has ended, and its process may connect again. */
    abstract void disconnected(int worker);

    /** A worker's process has ended without a word. */
    abstract void died(int worker);

    /** A worker has closed its connection and says so. */
    abstract void left(int worker);

    /**
     * The partition's leader and the group's coordinator are new, so what they hold in memory alone is forgotten.
     *
     * @param back when they are there
     */
    abstract void restarted(long back);

    /** A share group: each message is locked for the worker that has it. */
    static final class ShareGroup extends SimulatedQueue {
        private final int mostDeliveries;
        private final List<Lock> locks = new ArrayList<>();
        private final List<Integer> counts = new ArrayList<>();
        private long grants;

        private record Lock(Delivered delivered, long until) {}

        /** @param mostDeliveries after which a message that is given back is dropped */
        ShareGroup(long lockMillis, int mostDeliveries) {
            super(lockMillis);
            this.mostDeliveries = mostDeliveries;
        }

        @Override
        Optional<Delivered> take(int worker, long now) {
            expire(now);
            for (int i = 0; i < messages.size(); i++) {
                Message message = messages.get(i);
                if (!message.done && lockOf(message).isEmpty()) {
                    count(i, 1);
                    Delivered delivered = new Delivered(message, worker, ++grants, counts.get(i));
                    locks.add(new Lock(delivered, now + lockMillis));
                    return Optional.of(delivered);
                }
            }
            return Optional.empty();
        }

        @Override
        boolean renew(Delivered delivered, long now) {
            expire(now);
            return locks.removeIf(lock -> lock.delivered().equals(delivered))
                    && locks.add(new Lock(delivered, now + lockMillis));
        }

        @Override
        boolean finish(Delivered delivered, Verdict verdict, long now) {
            expire(now);
            if (!locks.removeIf(lock -> lock.delivered().equals(delivered))) {
                return false;
            }
            if (verdict == Verdict.DONE) {
                delivered.message().done = true;
            } else {
                dropIfSpent(delivered.message());
            }
            return true;
        }

        @Override
        void heartbeat(int worker, long now) {}

        @Override
        void disconnected(int worker) {
            free(locks.stream()
                    .filter(lock -> lock.delivered().worker() == worker)
                    .toList());
        }

        @Override
        void died(int worker) {
            disconnected(worker);
        }

        @Override
        void left(int worker) {
            disconnected(worker);
        }

        @Override
        void restarted(long back) {
            locks.forEach(
                    lock -> count(messages.indexOf(lock.delivered().message()), -1)); // counts are not stored at once
            locks.clear();
        }

        private void expire(long now) {
            free(locks.stream().filter(lock -> lock.until() <= now).toList());
        }

        private void free(List<Lock> freed) {
            locks.removeAll(freed);
            freed.forEach(lock -> dropIfSpent(lock.delivered().message()));
        }

        private void dropIfSpent(Message message) {
            if (counts.get(messages.indexOf(message)) >= mostDeliveries) {
                message.done = true;
            }
        }

        private Optional<Lock> lockOf(Message message) {
            return locks.stream()
                    .filter(lock -> lock.delivered().message() == message)
                    .findFirst();
        }

        private void count(int index, int more) {
            while (counts.size() <= index) {
                counts.add(0);
            }
            counts.set(index, counts.get(index) + more);
        }
    }

    /** A consumer group: the only partition is one worker's, which has its messages in their order. */
    static final class ConsumerGroup extends SimulatedQueue {
        private static final int NOBODY = -1;

        private int owner = NOBODY;
        /** Whether its process has ended. The group keeps it until its session runs out; the next process is another member. */
        private boolean ownerIsDead;

        private long generation;
        private long heardAt;
        private int committed;

        ConsumerGroup(long lockMillis) {
            super(lockMillis);
        }

        @Override
        Optional<Delivered> take(int worker, long now) {
            expire(now);
            if (owner == NOBODY) {
                owner = worker;
                ownerIsDead = false;
                generation++;
            }
            if (owner != worker || ownerIsDead) {
                return Optional.empty();
            }
            heardAt = now;
            while (committed < messages.size() && messages.get(committed).done) {
                committed++;
            }
            return committed == messages.size()
                    ? Optional.empty()
                    : Optional.of(new Delivered(messages.get(committed), worker, generation, 1));
        }

        @Override
        boolean renew(Delivered delivered, long now) {
            expire(now);
            if (owner != delivered.worker() || generation != delivered.grant()) {
                return false;
            }
            heardAt = now;
            return true;
        }

        @Override
        boolean finish(Delivered delivered, Verdict verdict, long now) {
            if (!renew(delivered, now)) {
                return false;
            }
            delivered.message().done |= verdict == Verdict.DONE;
            return true;
        }

        @Override
        void heartbeat(int worker, long now) {
            expire(now);
            if (owner == worker && !ownerIsDead) {
                heardAt = now;
            }
        }

        /** The group does not learn of it. */
        @Override
        void disconnected(int worker) {}

        @Override
        void died(int worker) {
            ownerIsDead |= owner == worker;
        }

        @Override
        void left(int worker) {
            if (owner == worker && !ownerIsDead) {
                owner = NOBODY;
            }
        }

        /** Members are stored, and their sessions begin again. */
        @Override
        void restarted(long back) {
            heardAt = Math.max(heardAt, back);
        }

        private void expire(long now) {
            if (owner != NOBODY && now - heardAt > lockMillis) {
                owner = NOBODY;
            }
        }
    }
}
