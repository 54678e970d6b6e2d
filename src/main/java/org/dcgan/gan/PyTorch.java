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
     * Spreads each operation of the calling thread over all processors. Other threads compute alone: several of them in parallel are
     * more efficient than one whose operations wait for their slowest part.
     */
    public static void useAllProcessors() {
        if (Started.PROCESSORS != threads()) {
            JniUtils.setNumThreads(Started.PROCESSORS);
            // which also holds for threads that have not computed yet
            CompletableFuture.runAsync(PyTorch::computeAlone, task -> new Thread(task).start())
                    .join();
        }
    }

    /** Makes the calling thread compute alone, independent of other threads' settings. */
    public static void computeAlone() {
        if (threads() != ALONE) {
            JniUtils.setNumThreads(ALONE);
        }
    }

    /** Number of threads that share an operation of the calling thread; fixed at its first call or computation. */
    static int threads() {
        return Started.threads();
    }

    /**
     * Lowers the priority of the calling thread and of threads that the engine starts for it later: they get a tenth of the time of
     * other threads on the same processor. Linux only, where each thread has its own priority.
     */
    public static void standBack() {
        if (Platform.isLinux()) {
            NativeLibrary.getInstance("c")
                    .getFunction("setpriority")
                    .invokeInt(new Object[] {PRIO_PROCESS, CALLING_THREAD, LOW_PRIORITY});
        }
    }

    /**
     * Returns freed native memory to the system, after rare work that takes much of it: otherwise glibc keeps it, separately for each
     * thread.
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
        /** The engine counts the machine's cores; a container may have fewer. */
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
         * Makes glibc keep freed tensor memory for reuse: each training step allocates the same 60 MB, and returning them to the
         * kernel would cost ten thousand page faults per step.
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
