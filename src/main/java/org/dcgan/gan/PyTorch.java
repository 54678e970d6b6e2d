package org.dcgan.gan;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.concurrent.CompletableFuture;

/** The PyTorch engine of this process, started at its first use. */
public final class PyTorch {
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_THRESHOLD = -3;
    private static final int M_ARENA_MAX = -8;

    private static final long NOTHING_KEPT = 0;

    private static final int ALONE = 1;

    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;
    private static final int LOW_PRIORITY = 10;

    private PyTorch() {}

    /**
     * The device of a name.
     *
     * @throws IllegalArgumentException if the engine has no such GPU
     */
    public static Device device(DeviceName name) {
        int gpus = Started.ENGINE.getGpuCount();
        if (name.isAuto()) {
            return gpus > 0 ? Device.gpu(0) : Device.cpu();
        }
        if (!name.isGpu()) {
            return Device.cpu();
        }
        if (name.gpu() >= gpus) {
            throw new IllegalArgumentException(
                    "device " + name.text() + " is not there: the engine finds " + gpus + " GPUs");
        }
        return Device.gpu(name.gpu());
    }

    /**
     * Has each operation of the calling thread spread over all processors. Threads that do not ask for it compute alone: several
     * of them side by side waste less than one whose every operation waits for the last of its parts.
     */
    public static void useAllProcessors() {
        if (Started.PROCESSORS != threads()) {
            JniUtils.setNumThreads(Started.PROCESSORS);
            // which also holds for threads that have not computed yet
            CompletableFuture.runAsync(PyTorch::computeAlone, task -> new Thread(task).start())
                    .join();
        }
    }

    /** Has the calling thread compute alone, whatever others have asked for. */
    public static void computeAlone() {
        if (threads() != ALONE) {
            JniUtils.setNumThreads(ALONE);
        }
    }

    /** How many threads share an operation of the calling thread; from when it is first asked, or computes. */
    static int threads() {
        return Started.threads();
    }

    /**
     * Has the calling thread, and those that the engine starts for it from now on, give way to others: they get a tenth of what
     * another thread gets that wants the same processor. On Linux, where each thread has a priority of its own.
     */
    public static void standBack() {
        if (Platform.isLinux()) {
            NativeLibrary.getInstance("c")
                    .getFunction("setpriority")
                    .invokeInt(new Object[] {PRIO_PROCESS, CALLING_THREAD, LOW_PRIORITY});
        }
    }

    /**
     * Gives memory that native code has freed back to the system, after work that comes seldom and takes much of it: glibc keeps
     * it otherwise, for each of many threads apart.
     */
    public static void giveBackMemory() {
        if (Platform.isLinux()) {
            NativeLibrary.getInstance("c").getFunction("malloc_trim").invokeInt(new Object[] {NOTHING_KEPT});
        }
    }

    /** An owner of native tensors on a device. */
    public static PtNDManager manager(Device device) {
        return (PtNDManager) Started.ENGINE.newBaseManager(device);
    }

    private static final class Started {
        private static final Engine ENGINE = start();
        /** The engine counts the machine's cores; a container may have been given fewer. */
        private static final int PROCESSORS =
                Math.min(threads(), Runtime.getRuntime().availableProcessors());

        static {
            computeAlone();
        }

        private static Engine start() {
            keepFreedMemory();
            return Engine.getEngine("PyTorch");
        }

        private static int threads() {
            return JniUtils.getNumThreads();
        }

        /**
         * Has glibc keep what tensors free for the next ones: a training step allocates the same 60 MB each time, and giving
         * them back to the kernel costs ten thousand page faults a step.
         */
        private static void keepFreedMemory() {
            if (!Platform.isLinux()) {
                return;
            }
            Function mallopt = NativeLibrary.getInstance("c").getFunction("mallopt");
            mallopt.invokeInt(new Object[] {M_ARENA_MAX, 1});
            mallopt.invokeInt(new Object[] {M_MMAP_THRESHOLD, 1 << 30});
            mallopt.invokeInt(new Object[] {M_TRIM_THRESHOLD, Integer.MAX_VALUE});
            mallopt.invokeInt(new Object[] {M_TOP_PAD, 64 << 20});
        }
    }
}
