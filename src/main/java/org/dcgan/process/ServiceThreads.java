package org.dcgan.process;

import io.quarkus.runtime.util.ExceptionUtil;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;

/**
 * Starts the long-lived threads of this process. An exception or error that ends one of them is logged, and from then on liveness is
 * DOWN and names the thread and the reason, because nothing in the process does the thread's work any more.
 */
@Default
@Liveness
@Singleton
public final class ServiceThreads implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(ServiceThreads.class);

    private final Map<String, String> failures = new ConcurrentSkipListMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** The work of a thread until it is stopped. */
    @FunctionalInterface
    public interface Work {
        /** Returns when the thread was stopped; anything it throws is a failure. */
        void run() throws Exception;
    }

    /**
     * Starts a thread.
     *
     * @param name of the thread
     * @param work what it does
     * @param release called on the same thread with the exception that ended the work, to release everything that waits for the work
     */
    public Thread start(String name, Work work, Consumer<Throwable> release) {
        Thread thread = daemon(name, () -> run(name, work, release));
        thread.start();
        return thread;
    }

    /**
     * Creates a single-thread executor. It ends when a task throws: waiting tasks are cancelled, and later ones are rejected.
     *
     * @param name of the thread
     */
    public ScheduledExecutorService executor(String name) {
        return new ServiceExecutor(name, this);
    }

    /** Runs an action when a thread fails, at once if one has failed already. It may run again for each further failure. */
    public void whenOneFails(Runnable action) {
        listeners.add(action);
        if (!failures.isEmpty()) {
            action.run();
        }
    }

    /**
     * Reports a failure that leaves a thread's work undone.
     *
     * @param name of the thread
     */
    public void failed(String name, Throwable cause) {
        try {
            failures.putIfAbsent(name, reason(cause));
            LOG.fatalf(cause, "thread %s failed", name);
        } finally {
            listeners.forEach(Runnable::run);
        }
    }

    /** Which threads have failed, and why; empty while all of them work. */
    public Optional<String> failure() {
        return failures.entrySet().stream()
                .map(failure -> "thread " + failure.getKey() + " failed: " + failure.getValue())
                .reduce((one, other) -> one + "; " + other);
    }

    /** A failure in one line, with the failure that caused it. */
    public static String reason(Throwable failure) {
        Throwable root = ExceptionUtil.getRootCause(failure);
        return root == null || root == failure ? failure.toString() : failure + ", caused by " + root;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("threads").status(failures.isEmpty());
        failures.forEach(answer::withData);
        return answer.build();
    }

    /** A daemon thread: the process does not wait for its end; the code that stops the work does. */
    static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void run(String name, Work work, Consumer<Throwable> release) {
        try {
            work.run();
        } catch (Throwable e) { // an Error ends a thread as well
            try {
                failed(name, e);
            } finally {
                release.accept(e);
            }
        }
    }
}
